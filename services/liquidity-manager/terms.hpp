#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::liquidity_manager {

/// What policy and environment say about moving one token in and out.
struct TokenTerms {
    AssetId asset;
    std::string slug;
    std::string symbol;
    unsigned decimals = 0;
    std::string chain;                     ///< As the bridge names it: "btc:mainnet".
    std::optional<Amount> withdrawal_min;  ///< Ours, on top of the bridge's own.
    std::optional<std::string> default_address;
    std::optional<std::vector<std::string>> allowed;  ///< Absent: any address.

    /// "0.0001 BTC".
    std::string show(Amount amount) const { return amount.to_tokens(decimals) + " " + symbol; }
};

class Terms {
  public:
    Terms() = default;
    explicit Terms(std::vector<TokenTerms> tokens) : tokens_{std::move(tokens)} {}

    const TokenTerms* find(const AssetId& asset) const {
        for (const auto& token : tokens_) {
            if (token.asset == asset) return &token;
        }
        return nullptr;
    }
    const std::vector<TokenTerms>& tokens() const { return tokens_; }

  private:
    std::vector<TokenTerms> tokens_;
};

}  // namespace unrip::liquidity_manager

#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/price.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace unrip {

struct Token {
    AssetId id;
    std::string slug;    ///< "eure": in pair names, settings and metrics.
    std::string symbol;  ///< "EURe": what a person reads.
    unsigned decimals = 0;
};

/// Two tokens that are traded against each other. `base` is priced in `quote`.
struct Pair {
    Token base;
    Token quote;

    std::string name() const { return base.slug + "-" + quote.slug; }  ///< "btc-eure"
    Decimals decimals() const { return {base.decimals, quote.decimals}; }
};

/// The one place that knows a token's decimals.
class TokenBook {
  public:
    /// Refuses a second token with the same id or slug, and more than 38 decimals.
    Result<void> add(Token token);

    const Token* find(const AssetId& id) const;
    const Token* find_slug(std::string_view slug) const;

    /// "btc-eure", when both tokens are known and differ.
    Result<Pair> pair(std::string_view name) const;

    /// "0.0001 BTC"; an unknown asset shows its base units and its id.
    std::string show(const AssetId& id, Amount amount) const;

    const std::vector<Token>& tokens() const { return tokens_; }

  private:
    std::vector<Token> tokens_;  // A handful: walking them beats hashing.
};

}  // namespace unrip

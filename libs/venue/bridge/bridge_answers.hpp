#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::venue {

// What the bridge answers. Error refused carries the bridge's own text; unavailable means that it
// does not know the thing yet and will; malformed that the answer can't be relied on. Amounts are
// in base units and exact, whether they came as text or as a JSON number of any size.

struct BridgeToken {
    AssetId id;  ///< As the Verifier names it.
    std::string near_token_id;
    std::string name;
    std::string chain_asset;  ///< As the bridge names it on its own chain.
    unsigned decimals = 0;
    Amount min_deposit;  ///< Less than this is not credited.
    Amount min_withdrawal;
    Amount withdrawal_fee;
};

struct BridgeTokens {
    std::vector<BridgeToken> tokens;
    std::size_t unreadable = 0;  ///< Entries left out, so that one of them can't hide the others.
};
Result<BridgeTokens> decode_supported_tokens(std::string_view body);

struct DepositAddress {
    std::string address;
    std::string chain;
    std::optional<std::string> memo;  ///< Where given, a deposit without it is lost.
};
Result<DepositAddress> decode_deposit_address(std::string_view body);

enum class DepositStatus { pending, credited, completed, failed, unknown };

std::string_view to_text(DepositStatus status);  ///< "PENDING"
inline bool is_final(DepositStatus status) {
    return status == DepositStatus::completed || status == DepositStatus::failed;
}

struct BridgeDeposit {
    std::string tx_hash;
    std::string mint_tx_hash;  ///< Empty until there is one; so are the other optional texts.
    std::string chain;
    std::string near_token_id;
    AssetId asset;
    unsigned decimals = 0;
    Amount amount;
    std::string account_id;
    std::string address;
    std::string from;
    std::string created_at;
    DepositStatus status = DepositStatus::unknown;
};

struct BridgeDeposits {
    std::vector<BridgeDeposit> deposits;
    std::uint64_t total = 0;
    std::size_t unreadable = 0;
};
Result<BridgeDeposits> decode_recent_deposits(std::string_view body);

Result<void> decode_notify_deposit(std::string_view body);

struct WithdrawalEstimate {
    Amount fee;
    unsigned fee_decimals = 0;
};
Result<WithdrawalEstimate> decode_withdrawal_estimate(std::string_view body);

}  // namespace unrip::venue

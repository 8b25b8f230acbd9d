#pragma once

#include "core/amount.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::venue {

enum class WithdrawalStatus {
    pending,
    completed,
    failed,
    not_found,
    awaiting,
    rejected,
    returning,
    returned,
    unknown,  ///< A word we don't know: keep asking.
};

std::string_view to_text(WithdrawalStatus status);  ///< "PENDING"

/// Which statuses end the waiting. Only `completed` is settled by the bridge's own code; how to
/// read the rarer ones is open, hence a setting.
struct WithdrawalReading {
    std::vector<WithdrawalStatus> final{
        WithdrawalStatus::completed,
        WithdrawalStatus::failed,
        WithdrawalStatus::rejected,
        WithdrawalStatus::returned,
    };

    bool is_final(WithdrawalStatus status) const;
    /// Nothing while it is still under way.
    std::optional<bool> succeeded(WithdrawalStatus status) const;
};

struct BridgeWithdrawal {
    WithdrawalStatus status = WithdrawalStatus::unknown;
    std::string tx_hash;                          ///< The burn on NEAR. Absent texts are empty.
    std::optional<std::string> transfer_tx_hash;  ///< On the other chain; completed ones have it.
    std::string chain;
    std::string near_token_id;
    std::string account_id;
    std::string address;
    std::string created_at;
    std::optional<unsigned> decimals;
    std::optional<Amount> amount;
    std::optional<Amount> withdrawal_fee;
};

/// The withdrawal of that token in either shape of the answer: the entry itself, or a list of them.
/// "Withdrawals not found" is Error unavailable: the bridge has not seen the transaction yet. An
/// answer without the token, or one completed without its transfer, is malformed.
Result<BridgeWithdrawal> decode_withdrawal_status(
    std::string_view body, std::string_view near_token_id
);

struct BridgeWithdrawals {
    std::vector<BridgeWithdrawal> withdrawals;
    std::size_t unreadable = 0;
};
Result<BridgeWithdrawals> decode_recent_withdrawals(std::string_view body);

}  // namespace unrip::venue

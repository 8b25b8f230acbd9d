#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::venue {

// The bodies we post to the bridge. The id is a string, which its own clients insist on.

/// An empty list asks for all chains.
std::string supported_tokens_request(std::string_view id, const std::vector<std::string>& chains);

enum class DepositMode { unspecified, memo, simple };

struct DepositAddressQuery {
    std::string account_id;
    std::string chain;  ///< "btc:mainnet"
    DepositMode mode = DepositMode::unspecified;
};
std::string deposit_address_request(std::string_view id, const DepositAddressQuery& query);

/// Empty texts and absent numbers are left out.
struct RecentDepositsQuery {
    std::string account_id;
    std::string chain;
    std::string status;
    std::optional<std::uint32_t> limit;  ///< At most 100; the bridge takes 20 when not told.
    std::optional<std::uint32_t> offset;
};
std::string recent_deposits_request(std::string_view id, const RecentDepositsQuery& query);

/// Tells the bridge of a deposit that it has not noticed. Empty texts are left out.
struct DepositNotice {
    std::string chain;
    std::string deposit_address;
    std::string tx_hash;
    std::string near_sender_account;
    std::string memo;
};
std::string notify_deposit_request(std::string_view id, const DepositNotice& notice);

/// `withdrawal_hash` is the NEAR transaction in which the tokens were burnt.
std::string withdrawal_status_request(std::string_view id, std::string_view withdrawal_hash);

std::string recent_withdrawals_request(
    std::string_view id, std::string_view account_id, std::string_view chain
);

/// `token` is the contract, "btc.omft.near".
std::string withdrawal_estimate_request(
    std::string_view id, std::string_view chain, std::string_view token, std::string_view address
);

}  // namespace unrip::venue

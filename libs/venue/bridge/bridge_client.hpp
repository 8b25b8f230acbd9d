#pragma once

#include "net/https.hpp"
#include "venue/bridge/bridge_answers.hpp"
#include "venue/bridge/bridge_requests.hpp"
#include "venue/bridge/bridge_withdrawals.hpp"

#include <cstdint>

namespace unrip::venue {

struct BridgeSettings {
    std::string url = "https://bridge.chaindefuser.com/rpc";
    Milliseconds deadline{10'000};
};

struct BridgeStats {
    std::uint64_t requests = 0;
    std::uint64_t failures = 0;     ///< Ended with an Error, whoever's it was.
    std::uint64_t http_errors = 0;  ///< Answered with another status than 2xx.
};

/// The deposit and withdrawal service. Everything here only asks or tells; nothing moves money, so
/// every request may be repeated.
///
/// Errors: `unavailable` and `timed_out` are worth asking again for; `refused` carries the bridge's
/// words; `malformed` is an answer that can't be relied on.
class BridgeClient {
  public:
    BridgeClient(net::HttpClient& http, BridgeSettings settings)
        : http_{http}, settings_{std::move(settings)} {}

    Task<Result<BridgeTokens>> supported_tokens(std::vector<std::string> chains);
    Task<Result<DepositAddress>> deposit_address(DepositAddressQuery query);
    Task<Result<BridgeDeposits>> recent_deposits(RecentDepositsQuery query);
    Task<Result<void>> notify_deposit(DepositNotice notice);
    Task<Result<BridgeWithdrawal>> withdrawal_status(
        std::string withdrawal_hash, std::string near_token_id
    );
    Task<Result<BridgeWithdrawals>> recent_withdrawals(std::string account_id, std::string chain);
    Task<Result<WithdrawalEstimate>> withdrawal_estimate(
        std::string chain, std::string token, std::string address
    );

    const BridgeStats& stats() const { return stats_; }

  private:
    std::string next_id() { return std::to_string(++last_id_); }
    /// The body of a successful answer.
    Task<Result<std::string>> post(std::string body);

    template <class T>
    Result<T> counted(Result<T> result) {
        if (!result) ++stats_.failures;
        return result;
    }

    net::HttpClient& http_;
    BridgeSettings settings_;
    BridgeStats stats_;
    std::uint64_t last_id_ = 0;
};

}  // namespace unrip::venue

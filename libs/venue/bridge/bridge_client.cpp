#include "venue/bridge/bridge_client.hpp"

namespace unrip::venue {
namespace {

/// What the bridge's own client tries again after.
bool is_passing(unsigned status) {
    return status == 403 || status == 408 || status == 413 || status == 429 || status >= 500;
}

}  // namespace

Task<Result<std::string>> BridgeClient::post(std::string body) {
    ++stats_.requests;
    auto request = net::http_post_json(settings_.url, std::move(body), settings_.deadline);
    request.may_repeat = true;
    auto response = co_await http_.request(std::move(request));
    if (!response) co_return response.failure();
    if (response->status / 100 != 2) {
        ++stats_.http_errors;
        const auto kind =
            is_passing(response->status) ? Error::Kind::unavailable : Error::Kind::refused;
        co_return fail(kind, "the bridge answered with HTTP " + std::to_string(response->status));
    }
    co_return std::move(response->body);
}

Task<Result<BridgeTokens>> BridgeClient::supported_tokens(std::vector<std::string> chains) {
    const auto body = co_await post(supported_tokens_request(next_id(), chains));
    if (!body) co_return counted<BridgeTokens>(body.failure());
    co_return counted(decode_supported_tokens(*body));
}

Task<Result<DepositAddress>> BridgeClient::deposit_address(DepositAddressQuery query) {
    const auto body = co_await post(deposit_address_request(next_id(), query));
    if (!body) co_return counted<DepositAddress>(body.failure());
    auto address = decode_deposit_address(*body);
    // Money sent to an address of another chain is lost.
    if (address && !address->chain.empty() && address->chain != query.chain) {
        address = fail(Error::Kind::malformed, "a deposit address for another chain");
    }
    co_return counted(std::move(address));
}

Task<Result<BridgeDeposits>> BridgeClient::recent_deposits(RecentDepositsQuery query) {
    const auto body = co_await post(recent_deposits_request(next_id(), query));
    if (!body) co_return counted<BridgeDeposits>(body.failure());
    co_return counted(decode_recent_deposits(*body));
}

Task<Result<void>> BridgeClient::notify_deposit(DepositNotice notice) {
    const auto body = co_await post(notify_deposit_request(next_id(), notice));
    if (!body) co_return counted<void>(body.failure());
    co_return counted(decode_notify_deposit(*body));
}

Task<Result<BridgeWithdrawal>> BridgeClient::withdrawal_status(
    std::string withdrawal_hash, std::string near_token_id
) {
    const auto body = co_await post(withdrawal_status_request(next_id(), withdrawal_hash));
    if (!body) co_return counted<BridgeWithdrawal>(body.failure());
    co_return counted(decode_withdrawal_status(*body, near_token_id));
}

Task<Result<BridgeWithdrawals>> BridgeClient::recent_withdrawals(
    std::string account_id, std::string chain
) {
    const auto body = co_await post(recent_withdrawals_request(next_id(), account_id, chain));
    if (!body) co_return counted<BridgeWithdrawals>(body.failure());
    co_return counted(decode_recent_withdrawals(*body));
}

Task<Result<WithdrawalEstimate>> BridgeClient::withdrawal_estimate(
    std::string chain, std::string token, std::string address
) {
    const auto body = co_await post(withdrawal_estimate_request(next_id(), chain, token, address));
    if (!body) co_return counted<WithdrawalEstimate>(body.failure());
    co_return counted(decode_withdrawal_estimate(*body));
}

}  // namespace unrip::venue

#include "action_life.hpp"
#include "doors.hpp"
#include "near/withdraw.hpp"

#include <utility>

// Whether a withdrawal that was asked for can be made, and what the bridge takes for it.

namespace unrip::liquidity_manager {

using messages::LiquidityKind;
using messages::LiquidityState;

Checked<Doors::Wanted> Doors::examine(const WithdrawRequest& asked) const {
    const auto* token = terms_.find(asked.asset);
    if (token == nullptr) {
        return Refusal{422, "asset_unknown", "The policy has no token " + asked.asset.text() + "."};
    }
    if (token->asset.standard() != "nep141" || !near::chain_of_token(token->asset.rest())) {
        return Refusal{
            422,
            "asset_not_carried",
            "The bridge does not carry " + token->asset.text() + " out of NEAR."};
    }
    auto address = destination(*token, asked.address);
    if (auto* refusal = std::get_if<Refusal>(&address)) return std::move(*refusal);
    return Wanted{token, asked.amount, std::get<std::string>(std::move(address))};
}

Task<Checked<Estimate>> Doors::ask_bridge(Wanted wanted) {
    const auto* known = watch_.token(wanted.token->asset);
    if (known == nullptr && watch_.has_heard_tokens()) {
        co_return Refusal{
            422,
            "asset_not_carried",
            "The bridge does not list " + wanted.token->asset.text() + "."};
    }
    if (known == nullptr) {
        co_return Refusal{
            503, "bridge_unknown", "The bridge has not said yet which tokens it carries."};
    }
    const auto terms = *known;
    auto chain = wanted.token->chain;
    std::string token{wanted.token->asset.rest()};
    const auto told =
        co_await bridge_.withdrawal_estimate(std::move(chain), std::move(token), wanted.address);
    if (!told) {
        const bool is_no = told.error().kind == Error::Kind::refused;
        co_return Refusal{
            is_no ? 422 : 503,
            is_no ? "bridge_refused" : "bridge_unavailable",
            "The bridge gave no estimate: " + told.error().detail};
    }
    co_return estimate(*wanted.token, wanted.amount, terms, *told);
}

/// What withdrawals that have not moved yet will take; what has moved is in the next count.
Amount Doors::asked_already(const AssetId& asset) const {
    Amount sum;
    for (const auto& [name, page] : book_.pages()) {
        const auto& action = page.action;
        if (action.kind != LiquidityKind::withdrawal || action.asset != asset) continue;
        const bool has_moved = action.block_height.has_value() || is_over(action) ||
                               action.state == LiquidityState::bridging;
        if (has_moved || !action.amount) continue;
        sum = add(sum, *action.amount).has_value() ? *add(sum, *action.amount) : Amount{kU128Max};
    }
    return sum;
}

}  // namespace unrip::liquidity_manager

#include "deposit_life.hpp"

#include "names.hpp"

#include <map>
#include <utility>

namespace unrip::liquidity_manager {
namespace {

using messages::LiquidityAction;
using State = messages::LiquidityState;
using venue::DepositStatus;

State state_of(const venue::BridgeDeposit& deposit) {
    if (is_credited(deposit)) return State::credited;
    return deposit.status == DepositStatus::failed ? State::failed : State::pending;
}

LiquidityAction first_of(const NamedDeposit& told) {
    LiquidityAction action;
    action.action_id = told.action_id;
    action.kind = messages::LiquidityKind::deposit;
    action.account_id = told.deposit.account_id;
    action.asset = told.deposit.asset;
    action.amount = told.deposit.amount;
    action.chain = told.deposit.chain;
    if (!told.deposit.address.empty()) action.address = told.deposit.address;
    if (!told.deposit.tx_hash.empty()) action.outside_tx_hash = told.deposit.tx_hash;
    return action;
}

}  // namespace

std::vector<NamedDeposit> named(
    std::vector<venue::BridgeDeposit> deposits, std::string_view account_id
) {
    std::map<std::string, int> seen;
    std::vector<NamedDeposit> all;
    for (auto& deposit : deposits) {
        if (deposit.account_id.empty()) deposit.account_id = account_id;
        if (deposit.account_id != account_id) continue;
        auto identity = deposit.chain + "\n" + deposit.tx_hash + "\n" + deposit.asset.text() +
                        "\n" + deposit.address + "\n" + deposit.amount.to_string();
        const auto ordinal = seen[identity]++;
        identity += "\n" + std::to_string(ordinal);
        all.push_back({name_of("dep", identity), std::move(deposit)});
    }
    return all;
}

bool is_credited(const venue::BridgeDeposit& deposit) {
    return deposit.status == DepositStatus::credited || deposit.status == DepositStatus::completed;
}

std::optional<LiquidityAction> next_step(
    const LiquidityAction* known, const NamedDeposit& told, std::optional<std::uint64_t> height
) {
    const auto state = state_of(told.deposit);
    if (known != nullptr && (known->state != State::pending || state == State::pending)) return {};
    auto next = known != nullptr ? *known : first_of(told);
    ++next.step;
    next.state = state;
    if (state == State::failed) next.detail = "the bridge says FAILED";
    if (state != State::credited) return next;
    if (!told.deposit.mint_tx_hash.empty()) next.tx_hash = told.deposit.mint_tx_hash;
    next.block_height = height;
    const auto amount = told.deposit.amount.atoms();
    if (amount <= static_cast<u128>(kI128Max)) next.balance_delta = static_cast<i128>(amount);
    return next;
}

}  // namespace unrip::liquidity_manager

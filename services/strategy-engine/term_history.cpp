#include "bus/stored.hpp"
#include "runtime/log.hpp"
#include "runtime/service.hpp"
#include "term.hpp"
#include "wire/hearing.hpp"

#include <algorithm>

// What happened to promises and withdrawals while nobody listened, from the stream TRADES.

namespace unrip::strategy_engine {
namespace {

constexpr Milliseconds kCallLimit{2'000};
constexpr auto kStream = "TRADES";

}  // namespace

Task<void> Term::look_up_what_happened() {
    if (!desk_.engine().commitments().withheld().empty()) co_await look_up_withdrawals();
    if (!desk_.engine().commitments().record().empty()) co_await look_up_settlements();
}

/// How the withdrawals in the record have ended.
Task<void> Term::look_up_withdrawals() {
    std::uint64_t from = 1;
    while (lease_.holds()) {
        const auto found =
            co_await bus::next_stored(bus_, kStream, "ops.liquidity_action", from, kCallLimit);
        if (!found) {
            service_.log().warn("withdrawals_not_looked_up", {{"why", found.error().detail}});
            co_return;
        }
        if (!*found) co_return;
        from = (*found)->seq + 1;
        const auto said = messages::decode<messages::LiquidityAction>((*found)->body);
        if (!said || said->body.state == messages::LiquidityState::reserving) continue;
        desk_.moved(*said);
    }
}

/// Which of the standing slots were used or matched since the oldest of them was opened.
Task<void> Term::look_up_settlements() {
    std::int64_t since_ms = to_unix_ms(service_.clock().now());
    for (const auto& batch : promises_.record().batches)
        since_ms = std::min(since_ms, batch.opened_at_ms);
    const auto begin =
        co_await bus::first_stored_since(bus_, kStream, from_unix_ms(since_ms), kCallLimit);
    if (!begin) {
        service_.log().warn("settlements_not_looked_up", {{"why", begin.error().detail}});
        co_return;
    }
    std::uint64_t from = *begin;
    while (lease_.holds()) {
        const auto found =
            co_await bus::next_stored(bus_, kStream, "exec.trade_settlement", from, kCallLimit);
        if (!found || !*found) co_return;
        from = (*found)->seq + 1;
        const auto said = messages::decode<messages::TradeSettlement>((*found)->body);
        if (!said) continue;
        for (auto& event : wire::events_of(*said))
            desk_.tell(std::move(event));
    }
}

}  // namespace unrip::strategy_engine

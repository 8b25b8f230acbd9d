#include "wire/hearing.hpp"

#include "wire/limits_text.hpp"

#include <algorithm>

namespace unrip::wire {
namespace {

Instant from_ns(std::int64_t unix_ns) {
    return Instant{Nanoseconds{unix_ns}};
}

strategy::PriceStatus status_of(messages::PriceStatus status) {
    return static_cast<strategy::PriceStatus>(status);  // A test holds the two together.
}

/// Whether the executor knows the slot as one on which nothing more is signed. One that it does not
/// know yet, or on which there is no room at the moment, may do for the next quote.
bool is_of_the_slot(const std::optional<messages::ExecutorRefusal>& refusal) {
    return refusal == messages::ExecutorRefusal::slot_closed ||
           refusal == messages::ExecutorRefusal::nonce_used;
}

strategy::QuoteStep step_of(const messages::TradeResult& result) {
    switch (result.outcome) {
        case messages::ResultOutcome::refused:
            return is_of_the_slot(result.refusal) ? strategy::QuoteStep::slot_refused
                                                  : strategy::QuoteStep::refused;
        case messages::ResultOutcome::accepted:
            return strategy::QuoteStep::accepted;
        case messages::ResultOutcome::rejected:
            return strategy::QuoteStep::rejected;
        case messages::ResultOutcome::unknown:
            break;
    }
    return strategy::QuoteStep::unknown;
}

strategy::QuoteStep step_of(messages::SettlementState state) {
    switch (state) {
        case messages::SettlementState::matched:
            return strategy::QuoteStep::matched;
        case messages::SettlementState::settled:
            return strategy::QuoteStep::settled;
        case messages::SettlementState::failed:
            return strategy::QuoteStep::failed;
        case messages::SettlementState::expired:
            return strategy::QuoteStep::expired;
        case messages::SettlementState::unknown:
            break;
    }
    return strategy::QuoteStep::unknown;
}

/// Over, and what the chain has done to the balance is known.
bool is_over(const messages::LiquidityAction& action) {
    using messages::LiquidityState;
    switch (action.state) {
        case LiquidityState::rejected:
        case LiquidityState::cancelled:
            return true;
        case LiquidityState::executed:
        case LiquidityState::bridging:
        case LiquidityState::completed:
        case LiquidityState::refunded:
        case LiquidityState::returned:
        case LiquidityState::failed:
            return action.block_height.has_value();
        default:
            return false;
    }
}

}  // namespace

strategy::QuoteRequested event_of(const messages::Envelope<messages::SwapDemand>& said) {
    const auto& demand = said.body;
    strategy::QuoteRequested event{};
    event.id = said.id;
    event.quote_id = demand.quote_id;
    event.asset_in = demand.asset_in;
    event.asset_out = demand.asset_out;
    event.exact_in = demand.exact_amount_in;
    event.exact_out = demand.exact_amount_out;
    event.min_deadline = Milliseconds{demand.min_deadline_ms};
    const auto end = demand.max_wait_ms ? demand.max_wait_ms : demand.wait_ms;
    if (end) event.auction = Milliseconds{*end};
    event.is_probe = demand.is_dry.value_or(false);
    event.partner = demand.partner_id.value_or("");
    event.received_at = from_ns(demand.received_ns);
    return event;
}

strategy::PriceHeard event_of(const messages::Envelope<messages::MarketPrice>& said) {
    const auto& price = said.body;
    strategy::PriceHeard event{};
    event.id = said.id;
    event.pair = said.pair;
    event.status = status_of(price.status);
    event.mid = price.mid;
    event.half_width = price.half_width_ppm.value_or(Ratio{});
    event.disagreement = price.disagreement_ppm.value_or(Ratio{});
    event.sources = static_cast<std::uint32_t>(std::count_if(
        price.sources.begin(),
        price.sources.end(),
        [](const auto& source) { return source.use == messages::SourceUse::used; }
    ));
    event.observed_at = from_ns(price.observed_at_ns.value_or(price.computed_at_ns));
    return event;
}

strategy::InventoryCounted event_of(const messages::Envelope<messages::IntentInventory>& said) {
    const auto& count = said.body;
    strategy::InventoryCounted event{};
    event.id = said.id;
    event.height = count.block.height;
    event.block_time = from_ns(count.block.time_ns);
    event.observed_at = from_ns(count.observed_at_ns);
    for (const auto& balance : count.balances) {
        event.balances.push_back({balance.asset, balance.spendable});
    }
    return event;
}

strategy::VenueObserved event_of(const messages::Envelope<messages::Venue>& said) {
    const auto& venue = said.body;
    strategy::VenueObserved event{};
    event.id = said.id;
    event.height = venue.block.height;
    event.block_time = from_ns(venue.block.time_ns);
    event.observed_at = from_ns(venue.observed_at_ns);
    event.salt = venue.current_salt;
    for (const auto& salt : venue.salts) {
        if (salt.is_valid && salt.salt != venue.current_salt) {
            event.valid_salts.push_back(salt.salt);
        }
    }
    event.fee_ppm = venue.fee_ppm;
    event.is_account_locked = venue.is_account_locked;
    event.is_paused = venue.is_paused.value_or(false);
    return event;
}

strategy::QuoteFollowed event_of(const messages::Envelope<messages::TradeResult>& said) {
    return strategy::QuoteFollowed{said.id, said.body.slot, step_of(said.body)};
}

std::vector<strategy::Event> events_of(const messages::Envelope<messages::TradeSettlement>& said) {
    const auto& settlement = said.body;
    std::vector<strategy::Event> events;
    const bool is_settled = settlement.state == messages::SettlementState::settled;
    const bool is_used = is_settled || settlement.is_nonce_used.value_or(false);
    if (is_used && settlement.block) {
        events.emplace_back(strategy::NonceUsed{said.id, settlement.slot, settlement.block->height}
        );
    }
    events.emplace_back(strategy::QuoteFollowed{said.id, settlement.slot, step_of(settlement.state)}
    );
    return events;
}

std::vector<strategy::Event> events_of(const messages::Envelope<messages::LiquidityAction>& said) {
    const auto& action = said.body;
    std::vector<strategy::Event> events;
    if (action.kind != messages::LiquidityKind::withdrawal) return events;
    if (action.state == messages::LiquidityState::reserving) {
        if (!action.asset || !action.amount) return events;
        events.emplace_back(strategy::WithdrawalReserving{
            said.id, action.action_id, *action.asset, *action.amount});
    } else if (is_over(action)) {
        events.emplace_back(strategy::WithdrawalEnded{
            said.id, action.action_id, action.block_height});
    }
    return events;
}

Result<std::vector<strategy::Event>> events_of(
    const messages::Envelope<messages::ServiceControl>& said, const strategy::Policy& policy
) {
    using messages::ControlKind;
    const auto& control = said.body;
    std::vector<strategy::Event> events;
    switch (control.kind) {
        case ControlKind::armed:
        case ControlKind::disarmed:
            events.emplace_back(strategy::ArmingChanged{said.id, control.kind == ControlKind::armed}
            );
            break;
        case ControlKind::lease_taken:
        case ControlKind::lease_lost:
            events.emplace_back(strategy::LeaseChanged{
                control.kind == ControlKind::lease_taken, control.epoch.value_or(0)});
            break;
        case ControlKind::limits_changed: {
            auto pairs = parse_limits(control.limits.value_or(""), policy);
            if (!pairs) return pairs.failure();
            events.emplace_back(strategy::LimitsChanged{
                said.id, std::move(*pairs), control.limits_hash.value_or("")});
            break;
        }
        default:
            break;
    }
    return events;
}

}  // namespace unrip::wire

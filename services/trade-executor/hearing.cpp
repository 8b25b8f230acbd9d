#include "hearing.hpp"

#include "bus/typed.hpp"
#include "presence/unreadable.hpp"
#include "runtime/service.hpp"

namespace unrip::trade_executor {
namespace {

/// A command that finds no room is not lost: the strategy repeats it until it expires.
constexpr bus::Inflow kCommands{8'192, net::Overflow::refuse_newest};
/// Of what repeats on a beat the newest counts.
constexpr bus::Inflow kBeat{256, net::Overflow::drop_oldest};
/// What is said once; a gap is read again from the stream.
constexpr bus::Inflow kOnce{16'384, net::Overflow::refuse_newest};

}  // namespace

Hearing::Hearing(Listeners listeners) : to_{listeners} {
    listen<messages::Slots>(kOnce, &Hearing::on_slots);
    listen<messages::MarketPrice>(kBeat, &Hearing::on_price);
    listen<messages::IntentInventory>(kBeat, &Hearing::on_count);
    listen<messages::Venue>(kBeat, &Hearing::on_venue);
    listen<messages::QuoteStatus>(kOnce, &Hearing::on_status);
    listen<messages::LiquidityAction>(kOnce, &Hearing::on_liquidity);
    listen<messages::ExecuteTrade>(kCommands, &Hearing::on_command);
}

template <class Body>
void Hearing::listen(bus::Inflow inflow, void (Hearing::*hear)(const messages::Envelope<Body>&)) {
    subscriptions_.push_back(bus::subscribe<Body>(
        to_.bus,
        inflow,
        [this, hear](const messages::Envelope<Body>& envelope, const bus::Incoming&) {
            (this->*hear)(envelope);
        },
        presence::put_aside(to_.announcer)
    ));
}

void Hearing::on_command(const messages::Envelope<messages::ExecuteTrade>& command) {
    to_.following.heard_over(command.body.instance, command.body.connection_id);
    to_.executing.on_command(command);
}

void Hearing::on_slots(const messages::Envelope<messages::Slots>& slots) {
    to_.recall.hear(slots.body);
    to_.executing.slots_heard();
}

void Hearing::on_price(const messages::Envelope<messages::MarketPrice>& price) {
    to_.memory.facts.hear(price);
}

void Hearing::on_count(const messages::Envelope<messages::IntentInventory>& count) {
    if (to_.memory.facts.hear(count, to_.service.clock().now())) to_.following.on_count(count);
}

void Hearing::on_venue(const messages::Envelope<messages::Venue>& venue) {
    to_.memory.facts.hear(venue, to_.service.clock().now());
}

void Hearing::on_status(const messages::Envelope<messages::QuoteStatus>& status) {
    to_.following.heard_over(status.body.instance, status.body.connection_id);
    to_.following.on_status(status);
}

void Hearing::on_liquidity(const messages::Envelope<messages::LiquidityAction>& action) {
    if (action.body.account_id == to_.memory.rules.account_id) {
        to_.memory.books.flow(action.body);
        to_.revoking.hear(action.body);
    }
}

}  // namespace unrip::trade_executor

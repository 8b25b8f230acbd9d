#include "hearing.hpp"

#include "bus/stored.hpp"
#include "wire/hearing.hpp"

#include <utility>

namespace unrip::strategy_engine {
namespace {

constexpr Milliseconds kCallLimit{2'000};
constexpr bus::Inflow kFirehose{1'024, net::Overflow::drop_oldest};
constexpr bus::Inflow kFacts{1'024, net::Overflow::drop_oldest};
/// What became of quotes: each counts, and there are no more of them than there were commands.
constexpr bus::Inflow kEachCounts{65'536, net::Overflow::drop_oldest};

}  // namespace

Hearing::Hearing(bus::Connection& bus, Desk& desk, Observe& observe, std::string account_id)
    : bus_{bus},
      desk_{desk},
      observe_{observe},
      account_id_{std::move(account_id)},
      connected_{bus.executor()} {
    on_change_ = bus_.on_change([this] {
        if (bus_.is_connected()) connected_.set();
    });
    hear<messages::SwapDemand>(kFirehose, [this](const auto& said, const auto&) {
        desk_.demanded(said);
    });
    hear<messages::MarketPrice>(kFacts, [this](const auto& said, const auto&) {
        desk_.tell(wire::event_of(said));
    });
    hear<messages::IntentInventory>(kFacts, [this](const auto& said, const auto&) {
        tell_ours(said);
    });
    hear<messages::Venue>(kFacts, [this](const auto& said, const auto&) { tell_ours(said); });
    hear<messages::TradeResult>(kEachCounts, [this](const auto& said, const auto&) {
        desk_.tell(wire::event_of(said));
    });
    hear<messages::TradeSettlement>(kEachCounts, [this](const auto& said, const auto&) {
        for (auto& event : wire::events_of(said))
            desk_.tell(std::move(event));
    });
    hear<messages::LiquidityAction>(kEachCounts, [this](const auto& said, const auto&) {
        if (is_ours(said)) desk_.moved(said);
    });
}

template <class Body>
void Hearing::hear(bus::Inflow inflow, bus::MessageHandler<Body> handler) {
    subscriptions_.push_back(bus::subscribe<Body>(
        bus_,
        inflow,
        std::move(handler),
        [this](const bus::Incoming& incoming, const Error& error) {
            observe_.unreadable(incoming.subject, error);
        }
    ));
}

template <class Body>
bool Hearing::is_ours(const messages::Envelope<Body>& said) const {
    return said.body.account_id == account_id_;
}

template <class Body>
void Hearing::tell_ours(const messages::Envelope<Body>& said) {
    if (is_ours(said)) desk_.tell(wire::event_of(said));
}

Task<void> Hearing::run() {
    if (bus_.is_connected()) connected_.set();
    while (true) {
        co_await connected_.wait();
        co_await ask_for_the_last();
    }
}

/// Older ones than are known already change nothing. A stream that holds none is no trouble.
Task<void> Hearing::ask_for_the_last() {
    const auto price = co_await bus::last_stored(bus_, "MARKET", "ref.market_price", kCallLimit);
    if (price && *price) {
        const auto said = messages::decode<messages::MarketPrice>((*price)->body);
        if (said) desk_.tell(wire::event_of(*said));
    }
    const auto count =
        co_await bus::last_stored(bus_, "MARKET", "state.intent_inventory", kCallLimit);
    if (count && *count) {
        const auto said = messages::decode<messages::IntentInventory>((*count)->body);
        if (said) tell_ours(*said);
    }
    const auto venue = co_await bus::last_stored(bus_, "MARKET", "state.venue", kCallLimit);
    if (venue && *venue) {
        const auto said = messages::decode<messages::Venue>((*venue)->body);
        if (said) tell_ours(*said);
    }
}

}  // namespace unrip::strategy_engine

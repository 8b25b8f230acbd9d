#include "hearing.hpp"

#include "bus/stored.hpp"
#include "bus/typed.hpp"

#include <algorithm>
#include <utility>

namespace unrip::liquidity_manager {
namespace {

constexpr Milliseconds kAnswerLimit{2'000};

}  // namespace

Hearing::Hearing(
    bus::Connection& bus, const Clock& clock, Rooms& rooms, Observe& observe, Whose whose
)
    : bus_{bus},
      clock_{clock},
      rooms_{rooms},
      observe_{observe},
      whose_{std::move(whose)},
      counts_{bus::subscribe<messages::IntentInventory>(
          bus,
          {},
          [this](messages::Envelope<messages::IntentInventory> envelope, const bus::Incoming&) {
              hear(std::move(envelope), clock_.now());
          },
          [this](const bus::Incoming&, const Error& error) {
              observe_.not_done("state.intent_inventory", error);
          }
      )},
      slots_{bus::subscribe<messages::Slots>(
          bus,
          {},
          [this](const messages::Envelope<messages::Slots>& envelope, const bus::Incoming&) {
              rooms_.hear(envelope.body);
          },
          [this](const bus::Incoming&, const Error& error) {
              observe_.not_done("decision.slots", error);
          }
      )} {}

Task<void> Hearing::ask_for_the_last() {
    const auto last =
        co_await bus::last_stored(bus_, "MARKET", "state.intent_inventory", kAnswerLimit);
    if (!last) {
        observe_.not_done("the last state.intent_inventory", last.error());
        co_return;
    }
    if (!*last) co_return;
    auto said = messages::decode<messages::IntentInventory>((*last)->body);
    // It is as old as it is in the stream: one that is too old allows nothing.
    if (said) hear(std::move(*said), std::min((*last)->stored_at, clock_.now()));
}

void Hearing::hear(messages::Envelope<messages::IntentInventory> envelope, Instant at) {
    auto& count = envelope.body;
    if (count.account_id != whose_.account_id || count.contract != whose_.contract) return;
    if (counted_ && count.block.height < counted_->inventory.block.height) return;
    counted_ = Counted{std::move(count), envelope.id, at};
}

}  // namespace unrip::liquidity_manager

#include "hearing.hpp"

#include "bus/typed.hpp"

#include <utility>

namespace unrip::liquidity_manager {

Hearing::Hearing(
    bus::Connection& bus, const Clock& clock, Rooms& rooms, Observe& observe, Whose whose
)
    : clock_{clock},
      rooms_{rooms},
      observe_{observe},
      whose_{std::move(whose)},
      counts_{bus::subscribe<messages::IntentInventory>(
          bus,
          {},
          [this](messages::Envelope<messages::IntentInventory> envelope, const bus::Incoming&) {
              hear(std::move(envelope));
          },
          [this](const bus::Incoming&, const Error& error) {
              observe_.not_done("state.intent_inventory", error);
          }
      )},
      slots_{bus::subscribe<messages::Slots>(
          bus,
          {},
          [this](messages::Envelope<messages::Slots> envelope, const bus::Incoming&) {
              rooms_.hear(envelope.body);
          },
          [this](const bus::Incoming&, const Error& error) {
              observe_.not_done("decision.slots", error);
          }
      )} {}

void Hearing::hear(messages::Envelope<messages::IntentInventory> envelope) {
    auto& count = envelope.body;
    if (count.account_id != whose_.account_id || count.contract != whose_.contract) return;
    if (counted_ && count.block.height < counted_->inventory.block.height) return;
    counted_ = Counted{std::move(count), envelope.id, clock_.now()};
}

}  // namespace unrip::liquidity_manager

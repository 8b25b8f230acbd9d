#pragma once

#include "core/result.hpp"
#include "messages/slots.hpp"
#include "near/nonce.hpp"
#include "strategy/decisions.hpp"
#include "strategy/events.hpp"

#include <string>
#include <vector>

// Slots as they stand in messages and in COMMITMENTS, and as the engine speaks of them.

namespace unrip::wire {

/// A batch as it is written: its nonces follow from the seed.
messages::SlotBatch batch_of(
    const strategy::OpenBatch& asked, std::string name, const near::BatchSeed& seed, Instant now
);

/// The same with its nonces worked out. Refused: a seed or a salt that is none.
Result<strategy::SlotBatchFacts> facts_of(const messages::SlotBatch& batch);

std::vector<messages::AssetAmount> amounts_of(const std::vector<strategy::AssetAmount>& amounts);
std::vector<messages::SlotRange> ranges_of(const std::vector<strategy::SlotRange>& ranges);
std::vector<messages::SlotChange> changes_of(const std::vector<strategy::SlotChange>& changes);
std::vector<strategy::SlotChange> changes_of(const std::vector<messages::SlotChange>& changes);
std::vector<messages::Withheld> withheld_of(const std::vector<strategy::Withheld>& withheld);
std::vector<strategy::Withheld> withheld_of(const std::vector<messages::Withheld>& withheld);

/// What a replay tells the engine of one decision.slots.
Result<std::vector<strategy::Event>> events_of(const messages::Envelope<messages::Slots>& said);

/// The record that a term begins with.
Result<strategy::SlotsRestored> restored_of(
    const MessageId& id,
    const std::vector<messages::SlotBatch>& batches,
    const std::vector<messages::Withheld>& withheld,
    std::uint64_t count_height
);

}  // namespace unrip::wire

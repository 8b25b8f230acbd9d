#include "wire/slots.hpp"

#include <algorithm>

namespace unrip::wire {
namespace {

/// The texts of both sides are the same, and a test holds them together.
template <class To, class From>
To same_word(From from) {
    return static_cast<To>(from);
}

Result<near::BatchSeed> parse_seed(const std::string& hex) {
    const auto bytes = near::parse_hex(hex);
    if (!bytes) return bytes.failure();
    near::BatchSeed seed{};
    if (bytes->size() != seed.size()) {
        return fail(Error::Kind::malformed, "a seed has 32 bytes, not " + hex);
    }
    std::copy(bytes->begin(), bytes->end(), seed.begin());
    return seed;
}

template <class To, class From>
std::vector<To> withheld_as(const std::vector<From>& withheld, auto&& convert) {
    std::vector<To> all;
    all.reserve(withheld.size());
    for (const auto& entry : withheld)
        all.push_back(convert(entry));
    return all;
}

}  // namespace

messages::SlotBatch batch_of(
    const strategy::OpenBatch& asked, std::string name, const near::BatchSeed& seed, Instant now
) {
    messages::SlotBatch batch;
    batch.batch = std::move(name);
    batch.pair = asked.pair;
    batch.mode = same_word<messages::SlotMode>(asked.mode);
    batch.size = asked.size;
    batch.seed = near::to_hex(seed);
    batch.salt = asked.salt;
    batch.nonce_deadline_ns = to_unix_ns(asked.nonce_deadline);
    batch.caps = amounts_of(asked.caps);
    batch.lane_open_quotes_max = asked.lane_open_quotes_max;
    batch.opened_at_ms = to_unix_ms(now);
    batch.standing.push_back({0, asked.size});
    return batch;
}

Result<strategy::SlotBatchFacts> facts_of(const messages::SlotBatch& batch) {
    const auto seed = parse_seed(batch.seed);
    if (!seed) return fail(seed.error().kind, batch.batch + ": " + seed.error().detail);
    const auto salt = near::parse_salt(batch.salt);
    if (!salt) return fail(salt.error().kind, batch.batch + ": " + salt.error().detail);

    strategy::SlotBatchFacts facts{};
    facts.batch = batch.batch;
    facts.pair = batch.pair;
    facts.mode = same_word<strategy::SlotMode>(batch.mode);
    for (const auto& cap : batch.caps)
        facts.caps.push_back({cap.asset, cap.amount});
    facts.nonce_deadline = Instant{Nanoseconds{batch.nonce_deadline_ns}};
    facts.salt = batch.salt;
    facts.lane_open_quotes_max = batch.lane_open_quotes_max;
    facts.nonces.reserve(batch.size);
    for (std::uint32_t index = 0; index < batch.size; ++index) {
        const near::VersionedNonce nonce{
            *salt, facts.nonce_deadline, near::derived_part(*seed, index)};
        facts.nonces.push_back(near::to_text(near::encode(nonce)));
    }
    for (const auto& range : batch.standing)
        facts.standing.push_back({range.first, range.count});
    return facts;
}

std::vector<messages::AssetAmount> amounts_of(const std::vector<strategy::AssetAmount>& amounts) {
    std::vector<messages::AssetAmount> all;
    for (const auto& amount : amounts)
        all.push_back({amount.asset, amount.amount});
    return all;
}

std::vector<messages::SlotRange> ranges_of(const std::vector<strategy::SlotRange>& ranges) {
    std::vector<messages::SlotRange> all;
    for (const auto& range : ranges)
        all.push_back({range.first, range.count});
    return all;
}

std::vector<messages::SlotChange> changes_of(const std::vector<strategy::SlotChange>& changes) {
    std::vector<messages::SlotChange> all;
    for (const auto& change : changes) {
        all.push_back(
            {change.batch,
             change.slots.first,
             change.slots.count,
             same_word<messages::SlotChangeReason>(change.reason),
             change.block_height}
        );
    }
    return all;
}

std::vector<strategy::SlotChange> changes_of(const std::vector<messages::SlotChange>& changes) {
    std::vector<strategy::SlotChange> all;
    for (const auto& change : changes) {
        all.push_back(
            {change.batch,
             {change.first, change.count},
             same_word<strategy::SlotChangeReason>(change.reason),
             change.block_height}
        );
    }
    return all;
}

std::vector<messages::Withheld> withheld_of(const std::vector<strategy::Withheld>& withheld) {
    return withheld_as<messages::Withheld>(withheld, [](const strategy::Withheld& entry) {
        return messages::Withheld{entry.action, entry.asset, entry.amount};
    });
}

std::vector<strategy::Withheld> withheld_of(const std::vector<messages::Withheld>& withheld) {
    return withheld_as<strategy::Withheld>(withheld, [](const messages::Withheld& entry) {
        return strategy::Withheld{entry.action_id, entry.asset, entry.amount};
    });
}

Result<std::vector<strategy::Event>> events_of(const messages::Envelope<messages::Slots>& said) {
    const auto& slots = said.body;
    std::vector<strategy::Event> events;
    if (slots.is_record) {
        auto restored = restored_of(said.id, slots.opened, slots.withheld, slots.count_height);
        if (!restored) return restored.failure();
        events.emplace_back(std::move(*restored));
        return events;
    }
    for (const auto& batch : slots.opened) {
        auto facts = facts_of(batch);
        if (!facts) return facts.failure();
        events.emplace_back(strategy::BatchOpened{
            said.id, slots.request.value_or(0), std::move(*facts)});
    }
    if (slots.opened.empty()) {
        events.emplace_back(strategy::SlotsRecorded{said.id, changes_of(slots.closed)});
    }
    return events;
}

Result<strategy::SlotsRestored> restored_of(
    const MessageId& id,
    const std::vector<messages::SlotBatch>& batches,
    const std::vector<messages::Withheld>& withheld,
    std::uint64_t count_height
) {
    strategy::SlotsRestored restored{};
    restored.id = id;
    restored.withheld = withheld_of(withheld);
    restored.count_height = count_height;
    for (const auto& batch : batches) {
        auto facts = facts_of(batch);
        if (!facts) return facts.failure();
        restored.batches.push_back(std::move(*facts));
    }
    return restored;
}

}  // namespace unrip::wire

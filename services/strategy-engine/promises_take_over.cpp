#include "bus/stored.hpp"
#include "net/sleep.hpp"
#include "promises.hpp"
#include "runtime/fault_point.hpp"

#include <algorithm>
#include <utility>

// How a term begins: the record is read, and made this engine's.

namespace unrip::strategy_engine {
namespace {

constexpr Milliseconds kCallLimit{2'000};
constexpr Milliseconds kLookEvery{250};
/// Between the server's clock, which dates entries, and ours.
constexpr Milliseconds kClocksApart{2'000};

}  // namespace

Task<void> Promises::watch() {
    while (true) {
        if (!is_in_term_ && bus_.is_connected()) {
            const auto generation = bus_.generation();
            const auto entry = co_await bucket_.get(account_id_, kCallLimit);
            if (entry && *entry) see((*entry)->revision, generation);
        }
        co_await net::sleep_for(kLookEvery);
    }
}

/// `generation` is the connection's from before the question: had it broken since, the server may
/// have come back without what it said.
Promises::Seen Promises::see(bus::Revision revision, std::uint64_t generation) {
    const bool is_known = seen_ && seen_->revision == revision && seen_->generation == generation;
    if (!is_known) seen_ = Seen{revision, generation, clock_.tick()};
    return *seen_;
}

/// How much longer a record has to stand until it is on the disk.
Milliseconds Promises::left_to_stand(const Seen& record, Milliseconds settling) const {
    const bool has_stood = bus_.is_connected() && record.generation == bus_.generation();
    if (!has_stood) return settling;
    const auto stood = std::chrono::floor<Milliseconds>(clock_.tick() - record.since);
    return std::max(Milliseconds{0}, settling - stood);
}

Task<Promises::TakeOver> Promises::take_over(std::uint64_t lease_epoch) {
    const auto generation = bus_.generation();
    const auto entry = co_await bucket_.get(account_id_, kCallLimit);
    if (!entry) {
        last_trouble_ = "COMMITMENTS " + account_id_ + ": " + entry.error().detail;
        co_return TakeOver::unavailable;
    }
    if (!*entry) {
        last_trouble_ = "COMMITMENTS has no entry for " + account_id_;
        co_return TakeOver::absent;
    }
    const auto before = see((*entry)->revision, generation);
    auto record = messages::decode_document<messages::Commitments>((*entry)->value);
    if (!record || record->account_id != account_id_) {
        last_trouble_ =
            "COMMITMENTS " + account_id_ + ": " +
            (record ? "it is another account's: " + record->account_id : record.error().detail);
        co_return TakeOver::unreadable;
    }
    const auto said = co_await epoch_said_last();
    if (!said) {
        last_trouble_ = "the last word on decision.slots: " + said.error().detail;
        co_return TakeOver::unavailable;
    }
    record->epoch = std::max({lease_epoch, record->epoch + 1, *said + 1});
    record->holder = instance_;
    record->written_at_ms = to_unix_ms(clock_.now());
    const auto written_before = clock_.now() - (*entry)->written_at;
    const auto outcome = co_await write_epoch(std::move(*record), before.revision);
    if (outcome != TakeOver::done) co_return outcome;

    // What the engine before wrote last may not be on the disk yet. Where no slot stands nothing is
    // used that was written then, and what is opened from here on waits for itself.
    const auto settling = settling_time().value_or(Milliseconds{0});
    const bool is_used = !entry_.batches.empty();
    const auto left = left_to_stand(before, settling);
    if (is_used && left > Milliseconds{0} && written_before < settling + kClocksApart) {
        const auto stood = co_await bus_.stands_for(left);
        if (!stood) {
            last_trouble_ = stood.error().detail;
            co_return TakeOver::unavailable;
        }
    }
    last_trouble_.clear();
    co_return TakeOver::done;
}

/// A term begins before its own epoch is on the disk: a server that loses it with its power may
/// still hold what was said under it, and the next one must not say other things under its number.
Task<Result<std::uint64_t>> Promises::epoch_said_last() {
    const auto note = co_await bus::last_stored(bus_, "TRADES", "decision.slots", kCallLimit);
    if (!note) co_return note.failure();
    if (!*note) co_return std::uint64_t{0};
    const auto said = messages::decode<messages::Slots>((*note)->body);
    co_return said ? said->body.epoch : std::uint64_t{0};
}

Task<Promises::TakeOver> Promises::write_epoch(messages::Commitments record, bus::Revision before) {
    auto value = messages::encode_document(record);
    const auto written = co_await bucket_.update(account_id_, std::move(value), before, kCallLimit);
    entry_ = std::move(record);
    if (written) {
        runtime::fault_point("strategy.taken_over");
        revision_ = *written;
        co_return TakeOver::done;
    }
    last_trouble_ = "COMMITMENTS " + account_id_ + ": " + written.error().detail;
    if (written.error().kind == Error::Kind::refused) co_return TakeOver::fenced;
    co_return TakeOver::unavailable;  // Perhaps it was written: the next attempt goes above it.
}

}  // namespace unrip::strategy_engine

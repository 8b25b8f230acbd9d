#include "net/sleep.hpp"
#include "promises.hpp"

#include <algorithm>
#include <utility>

// How a term begins: the record is read, and made this engine's.

namespace unrip::strategy_engine {
namespace {

constexpr Milliseconds kCallLimit{2'000};
/// Between the server's clock, which dates entries, and ours.
constexpr Milliseconds kClocksApart{2'000};

}  // namespace

Task<Promises::TakeOver> Promises::take_over(std::uint64_t lease_epoch) {
    const auto entry = co_await bucket_.get(account_id_, kCallLimit);
    if (!entry) {
        last_trouble_ = "COMMITMENTS " + account_id_ + ": " + entry.error().detail;
        co_return TakeOver::unavailable;
    }
    if (!*entry) {
        last_trouble_ = "COMMITMENTS has no entry for " + account_id_;
        co_return TakeOver::absent;
    }
    auto record = messages::decode_document<messages::Commitments>((*entry)->value);
    if (!record || record->account_id != account_id_) {
        last_trouble_ =
            "COMMITMENTS " + account_id_ + ": " +
            (record ? "it is another account's: " + record->account_id : record.error().detail);
        co_return TakeOver::unreadable;
    }
    record->epoch = std::max(lease_epoch, record->epoch + 1);
    record->holder = instance_;
    record->written_at_ms = to_unix_ms(clock_.now());
    const auto written_before = clock_.now() - (*entry)->written_at;
    const auto outcome = co_await write_epoch(std::move(*record), (*entry)->revision);
    if (outcome != TakeOver::done) co_return outcome;

    // What the engine before wrote last may not be on the disk yet.
    const auto settling = settling_time().value_or(Milliseconds{0});
    if (written_before < settling + kClocksApart) {
        const auto stood = co_await bus_.stands_for(settling);
        if (!stood) {
            last_trouble_ = stood.error().detail;
            co_return TakeOver::unavailable;
        }
    }
    last_trouble_.clear();
    co_return TakeOver::done;
}

Task<Promises::TakeOver> Promises::write_epoch(messages::Commitments record, bus::Revision before) {
    auto value = messages::encode_document(record);
    const auto written = co_await bucket_.update(account_id_, std::move(value), before, kCallLimit);
    entry_ = std::move(record);
    if (written) {
        revision_ = *written;
        co_return TakeOver::done;
    }
    last_trouble_ = "COMMITMENTS " + account_id_ + ": " + written.error().detail;
    if (written.error().kind == Error::Kind::refused) co_return TakeOver::fenced;
    co_return TakeOver::unavailable;  // Perhaps it was written: the next attempt goes above it.
}

}  // namespace unrip::strategy_engine

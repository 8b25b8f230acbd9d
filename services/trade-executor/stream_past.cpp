#include "stream_past.hpp"

#include "bus/stored.hpp"

#include <algorithm>

namespace unrip::trade_executor {
namespace {

constexpr Milliseconds kCallLimit{5'000};
constexpr Milliseconds kNothingMoreAfter{500};
constexpr Milliseconds kForgetReaderAfter{10'000};
constexpr std::size_t kBatch = 1'000;
/// So many times in a row nothing came although there is more.
constexpr int kSilencesMax = 10;

}  // namespace

Task<Result<void>> read_past(
    bus::Connection& bus,
    std::string name,
    Past past,
    std::function<void(const bus::Delivery&)> hear
) {
    bus::ConsumerSettings settings;
    settings.stream = past.stream;
    settings.name = std::move(name);
    settings.filter = past.subject;
    settings.batch_max = kBatch;
    settings.since = past.since;
    settings.forget_after = kForgetReaderAfter;
    auto opened = co_await bus::DurableConsumer::open(bus, std::move(settings), kCallLimit);
    if (!opened) co_return opened.failure();
    const auto reader = std::move(*opened);
    // A silence does not say that this was all: a server that is slow or stands still is silent
    // too. So the end is known before it is read.
    const auto last = co_await bus::last_stored(bus, past.stream, past.subject, kCallLimit);
    if (!last) co_return last.failure();
    if (!*last || (*last)->stored_at < past.since) co_return Result<void>{};
    const auto end = (*last)->seq;
    // A message may come twice, but none is left out: what is not acknowledged comes again.
    std::uint64_t reached = 0;
    int silences = 0;
    while (reached < end) {
        auto batch = co_await reader->next(kBatch, kNothingMoreAfter);
        if (!batch) co_return batch.failure();
        if (batch->empty() && ++silences == kSilencesMax) {
            co_return fail(
                Error::Kind::timed_out,
                past.stream + " fell silent at " + std::to_string(reached) + " of " +
                    std::to_string(end)
            );
        }
        for (const auto& delivery : *batch) {
            hear(delivery);
            reached = std::max(reached, delivery.stream_seq);
            silences = 0;
        }
        if (const auto told = reader->acknowledge(*batch); !told) co_return told.failure();
    }
    co_return Result<void>{};
}

}  // namespace unrip::trade_executor

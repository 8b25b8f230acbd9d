#include "stream_past.hpp"

namespace unrip::trade_executor {
namespace {

constexpr Milliseconds kCallLimit{5'000};
constexpr Milliseconds kNothingMoreAfter{500};
constexpr Milliseconds kForgetReaderAfter{10'000};
constexpr std::size_t kBatch = 1'000;

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
    // A message may come twice, but none is left out: what is not acknowledged comes again.
    while (true) {
        auto batch = co_await reader->next(kBatch, kNothingMoreAfter);
        if (!batch) co_return batch.failure();
        for (const auto& delivery : *batch)
            hear(delivery);
        if (const auto told = reader->acknowledge(*batch); !told) co_return told.failure();
        if (batch->empty() || batch->back().pending == 0) break;
    }
    co_return Result<void>{};
}

}  // namespace unrip::trade_executor

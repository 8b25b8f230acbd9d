#include "writing.hpp"

#include "backlog.hpp"
#include "net/backoff.hpp"
#include "net/sleep.hpp"
#include "pace.hpp"
#include "runtime/arming.hpp"
#include "store/journal.hpp"

namespace unrip::history_writer {
namespace {

constexpr std::size_t kBatchMax = 500;
constexpr Milliseconds kQuiet{1'000};  // After so long without a message we know that all is well.
constexpr Milliseconds kRest{250};
/// A transaction costs as much as some fifty rows: a busy second has twenty of each stream.
constexpr Milliseconds kGather{50};
constexpr Milliseconds kOpenLimit{5'000};
constexpr net::BackoffSettings kRetry{Milliseconds{100}, Milliseconds{5'000}};
constexpr std::chrono::seconds kWaitForAPerson{10};

using Rows = std::shared_ptr<const std::vector<store::Incoming>>;

/// What is left of the batch is enough to acknowledge it.
Rows rows_of(bus::Batch& batch, const std::string& stream) {
    std::vector<store::Incoming> rows;
    rows.reserve(batch.size());
    for (auto& delivery : batch) {
        rows.push_back(
            {std::move(delivery.subject),
             std::move(delivery.body),
             stream,
             delivery.stream_seq,
             delivery.stored_at}
        );
    }
    return std::make_shared<const std::vector<store::Incoming>>(std::move(rows));
}

}  // namespace

Writing::Writing(
    const Clock& clock,
    const runtime::Arming& arming,
    bus::Connection& bus,
    store::Journal& journal,
    Observe& observe,
    std::string stream
)
    : clock_{clock},
      arming_{arming},
      bus_{bus},
      journal_{journal},
      observe_{observe},
      stream_{std::move(stream)} {}

void Writing::on_written(std::function<void(const store::BatchReport&)> tell) {
    tell_ = std::move(tell);
}

Task<void> Writing::run() {
    while (true) {
        const auto consumer = co_await open();
        co_await carry(*consumer);
    }
}

Task<std::unique_ptr<bus::DurableConsumer>> Writing::open() {
    net::Backoff backoff{kRetry};
    while (true) {
        bus::ConsumerSettings settings;
        settings.stream = stream_;
        settings.name = kConsumer;
        settings.batch_max = kBatchMax;
        settings.gather = kGather;
        auto consumer = co_await bus::DurableConsumer::open(bus_, std::move(settings), kOpenLimit);
        if (consumer) {
            observe_.consumer_opened();
            co_return std::move(*consumer);
        }
        observe_.not_heard(consumer.error());
        co_await net::sleep_for(backoff.next());
    }
}

/// Until the consumer is gone: then it is opened anew.
Task<void> Writing::carry(bus::DurableConsumer& consumer) {
    net::Backoff backoff{kRetry};
    while (true) {
        if (!arming_.armed()) {
            observe_.resting();
            co_await net::sleep_for(kRest);
            continue;
        }
        auto batch = co_await consumer.next(kBatchMax, kQuiet);
        if (!batch) {
            observe_.not_heard(batch.error());
            co_await net::sleep_for(backoff.next());
            // What NATS itself says to a reader: perhaps that it has forgotten it.
            if (bus_.is_connected()) co_return;
            continue;
        }
        backoff.reset();
        if (batch->empty()) {
            observe_.nothing_new();
            continue;
        }
        const auto waiting = batch->back().pending;
        const auto started = clock_.tick();
        co_await write(*batch, waiting);
        const auto took = clock_.tick() - started;

        // Lost acknowledgements only mean that the batch comes again, and is found to be there.
        const auto told = consumer.acknowledge(*batch);
        if (!told) observe_.not_heard(told.error());
        const auto rest = rest_after(took, kBatchMax, waiting);
        if (rest > Milliseconds{0}) co_await net::sleep_for(rest);
    }
}

/// The same batch until it is in the database: nothing may be skipped.
Task<void> Writing::write(bus::Batch& batch, std::uint64_t lag) {
    net::Backoff backoff{kRetry};
    const auto rows = rows_of(batch, stream_);
    while (true) {
        const auto started = clock_.tick();
        const auto report = co_await journal_.append(rows);
        if (report) {
            observe_.written(*report, lag, clock_.tick() - started);
            tell_(*report);
            co_return;
        }
        observe_.not_written(report.error());
        const bool needs_a_person = report.error().kind == Error::Kind::refused;
        co_await net::sleep_for(needs_a_person ? kWaitForAPerson : backoff.next());
    }
}

}  // namespace unrip::history_writer

#include "faults/stream_records.hpp"

#include "bus/connection.hpp"
#include "bus/durable_consumer.hpp"
#include "support/run_task.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <stdexcept>

namespace unrip::test {
namespace {

constexpr Milliseconds kPatience{30'000};
constexpr Milliseconds kLookAgainAfter{2'000};
/// So often nothing came: a server that is slow is not one whose stream is empty.
constexpr int kEmptyAfter = 5;
constexpr int kGivenUpAfter = 30;
constexpr std::size_t kBatch = 1'000;

/// A message may come again when an acknowledgement got lost; its number in the stream tells.
Task<Result<StreamRecords>> read_all(bus::Connection& connection, std::string stream) {
    bus::ConsumerSettings settings;
    settings.stream = std::move(stream);
    settings.name = "auditor-" + std::to_string(SystemClock{}.now().time_since_epoch().count());
    settings.batch_max = kBatch;
    settings.forget_after = kPatience;
    auto opened = co_await bus::DurableConsumer::open(connection, std::move(settings), kPatience);
    if (!opened) co_return opened.failure();
    const auto reader = std::move(*opened);
    StreamRecords records;
    int in_vain = 0;
    while (true) {
        auto batch = co_await reader->next(kBatch, kLookAgainAfter);
        if (!batch) co_return batch.failure();
        if (batch->empty()) {
            ++in_vain;
            if (records.ids.empty() && in_vain >= kEmptyAfter) break;
            if (in_vain >= kGivenUpAfter) {
                co_return fail(Error::Kind::timed_out, "it does not come to its end");
            }
            continue;
        }
        in_vain = 0;
        for (const auto& delivery : *batch) {
            if (delivery.stream_seq <= records.last_seq) continue;
            records.last_seq = delivery.stream_seq;
            ++records.ids[delivery.subject][delivery.message_id];
        }
        if (const auto told = reader->acknowledge(*batch); !told) co_return told.failure();
        if (batch->back().pending == 0) break;
    }
    co_return records;
}

}  // namespace

StreamRecords read_stream(const std::string& nats_url, const std::string& stream) {
    boost::asio::io_context loop;
    const SystemClock clock;
    bus::Settings settings;
    settings.urls = {nats_url};
    settings.name = "auditor";
    auto connecting =
        bus::Connection::connect(loop.get_executor(), clock, std::move(settings), kPatience);
    const auto connected = run_task(loop, std::move(connecting));
    if (!connected) throw std::runtime_error{connected.error().detail};
    auto records = run_task(loop, read_all(**connected, stream));
    if (!records) throw std::runtime_error{stream + ": " + records.error().detail};
    return std::move(*records);
}

}  // namespace unrip::test

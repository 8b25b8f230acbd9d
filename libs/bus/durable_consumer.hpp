#pragma once

#include "bus/connection.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "net/task.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace unrip::bus {

struct ConsumerSettings {
    std::string stream;
    std::string name;    ///< Under which the server remembers what is done.
    std::string filter;  ///< Subject, may hold wildcards; empty: the whole stream.
    std::size_t batch_max = 500;
    /// A reader that keeps up leaves so long between two fetches: what is stored meanwhile comes at
    /// once then, in one batch, instead of one by one. A lone message still comes at once.
    Milliseconds gather{0};
    Milliseconds ack_wait{30'000};  ///< What is not acknowledged by then comes again.
    std::optional<Instant> since;   ///< When it is made: begins with what was stored then.
    /// The server forgets it when nobody has asked for so long; absent: never. For readers of the
    /// past that are read once.
    std::optional<Milliseconds> forget_after;
};

/// A message out of a stream.
struct Delivery {
    std::string subject;
    std::string body;
    std::string message_id;
    std::uint64_t stream_seq = 0;
    std::uint64_t delivered = 0;  ///< 1: for the first time.
    std::uint64_t pending = 0;    ///< How many more the stream holds for this consumer.
    Instant stored_at;
    std::string ack_subject;
};

using Batch = std::vector<Delivery>;

struct ConsumerStats {
    std::uint64_t received = 0;
    std::uint64_t redelivered = 0;
    std::uint64_t acknowledged = 0;
    std::uint64_t pending = 0;  ///< The lag, as of the newest message.
};

/// Reads a stream from where it stopped, across restarts of either side. A message may come again,
/// even an acknowledged one (the server forgets acknowledgements when it is killed): what is done
/// with it must be the same done twice. Fetches only while somebody waits in next(), so the stream
/// is the queue.
class DurableConsumer {
  public:
    /// Binds to the consumer, or makes it where it is missing and we may. Refused: it exists with
    /// another filter or another way of acknowledging. Borrows the connection.
    static Task<Result<std::unique_ptr<DurableConsumer>>> open(
        Connection& connection, ConsumerSettings settings, Milliseconds limit
    );

    DurableConsumer(const DurableConsumer&) = delete;
    DurableConsumer& operator=(const DurableConsumer&) = delete;
    ~DurableConsumer();

    /// At most `max` messages, as soon as there is one and with all that came with it; an empty
    /// batch when none came within `wait`. Unavailable: disconnected (at once), or the consumer is
    /// gone. One caller at a time.
    Task<Result<Batch>> next(std::size_t max, Milliseconds wait);

    /// Says that all of the batch is done. Unavailable while disconnected: it then comes again.
    Result<void> acknowledge(const Batch& batch);

    ConsumerStats stats() const;

  private:
    struct State;
    explicit DurableConsumer(std::shared_ptr<State> state);

    std::shared_ptr<State> state_;
};

}  // namespace unrip::bus

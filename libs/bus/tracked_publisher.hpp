#pragma once

#include "bus/connection.hpp"
#include "core/ids.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "net/task.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace unrip::bus {

/// A message that a stream shall hold exactly once.
struct Publication {
    std::string subject;
    MessageId id;  ///< The Nats-Msg-Id: a repeat under it is stored once.
    std::string body;
    std::optional<Instant> expires_at;  ///< Not sent again afterwards: for commands.
    Urgency urgency = Urgency::at_once;
};

struct TrackedPublisherSettings {
    std::size_t unacked_max = 8'192;    ///< Beyond: publish() refuses.
    std::size_t in_flight_max = 1'024;  ///< Sent and not yet answered; the rest waits its turn.
    Milliseconds repeat_after{1'000};   ///< Without an answer; doubles with every repeat.
    Milliseconds repeat_after_max{15'000};
};

/// What `journal_behind` reads.
struct PublishStats {
    std::size_t unacked = 0;             ///< Taken, and not yet known to be in a stream.
    Milliseconds oldest_unacked_age{0};  ///< 0 when there is none.
    std::uint64_t published = 0;         ///< Taken over by publish().
    std::uint64_t acked = 0;
    std::uint64_t duplicates = 0;   ///< Of acked: repeats of what the stream already held.
    std::uint64_t repeated = 0;     ///< Sent once more, unanswered or refused.
    std::uint64_t refused = 0;      ///< A stream's no (it is full), or no stream; sent again later.
    std::uint64_t turned_away = 0;  ///< publish() said no: the queue was full.
    std::uint64_t lost = 0;         ///< Given up: expired, or of a kind no stream will ever take.
    std::string last_refusal;       ///< In the server's words.
};

/// Publishes into JetStream without waiting for it. Every message is sent as soon as it says, then
/// again, byte for byte, until its stream has acknowledged it. Order is kept among what is sent for
/// the first time with the same urgency; a repeat may come later than its successors.
class TrackedPublisher {
  public:
    /// Borrows both; they outlive it.
    TrackedPublisher(
        Connection& connection, const Clock& clock, TrackedPublisherSettings settings = {}
    );
    TrackedPublisher(const TrackedPublisher&) = delete;
    TrackedPublisher& operator=(const TrackedPublisher&) = delete;
    ~TrackedPublisher();

    /// Takes the message over, sent or not: while disconnected it waits. Refused: too much is
    /// unacknowledged already, or it has expired; it was not taken. An id that is under way already
    /// is not taken a second time, which is no error.
    Result<void> publish(Publication publication);

    /// The same, at once, and waits for the acknowledgement: the sequence number in the stream.
    /// With `standing` also until the connection has stood that long after it, publishing anew when
    /// it broke, so that a power cut within a sync interval is noticed (see
    /// Durability::settling_time). Timed out: it may be stored all the same; it is no longer
    /// repeated. Refused: the stream's last word was no.
    Task<Result<std::uint64_t>> publish_and_wait(
        Publication publication, Milliseconds limit, Milliseconds standing = Milliseconds{0}
    );

    /// Until nothing is unacknowledged. Timed out: something still is.
    Task<Result<void>> settle(Milliseconds limit);

    PublishStats stats() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace unrip::bus

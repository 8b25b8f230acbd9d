#pragma once

#include "bus/answer.hpp"
#include "bus/connection.hpp"
#include "bus/tracked_publisher.hpp"

#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace unrip::bus {

/// What has been published and is not yet known to be in a stream, in the order it was taken.
class PublishQueue : public std::enable_shared_from_this<PublishQueue> {
  public:
    using Number = std::uint64_t;
    using Acked = Answer<std::uint64_t>;

    PublishQueue(Connection& connection, const Clock& clock, TrackedPublisherSettings settings);

    void start();
    void end();

    /// Takes a message and sends it if it can; its number. The number it has, if it is here
    /// already.
    Result<Number> take(Publication publication);
    std::shared_ptr<Acked> wait_for(Number number);
    std::shared_ptr<Answer<bool>> wait_until_empty();
    /// Stops repeating it; what is known of it.
    Error give_up(Number number);

    PublishStats stats() const;
    Connection& connection() const { return connection_; }
    const Clock& clock() const { return clock_; }

  private:
    enum class Phase {
        to_send,  ///< Its turn has not come, or the connection broke over it.
        sent,     ///< The stream has not answered.
        refused,  ///< The stream said no; it is asked again later.
    };
    struct Entry {
        Outgoing outgoing;
        std::string id;
        std::optional<Instant> expires_at;
        Tick taken_at;
        Phase phase = Phase::to_send;
        bool was_sent = false;
        Milliseconds patience{0};
        Tick due;  ///< When to send it again.
        std::string refusal;
        std::vector<std::shared_ptr<Acked>> waiters;
    };
    using Entries = std::map<Number, Entry>;

    void pump();
    bool send(Number number, Entry& entry);
    void arrived(const Incoming& incoming);
    void refuse(Entry& entry, std::string why);
    void finish(Entries::iterator entry, const Result<std::uint64_t>& outcome);
    void lose(Entries::iterator entry, Error why);
    void connection_changed();
    void beat();
    void schedule_beat();
    bool has_expired(const Entry& entry) const;
    void set_phase(Number number, Entry& entry, Phase phase);

    Connection& connection_;
    const Clock& clock_;
    const TrackedPublisherSettings settings_;
    std::string inbox_;
    Subscription answers_;
    std::shared_ptr<void> listener_;
    boost::asio::steady_timer beat_;
    bool has_ended_ = false;
    Number last_number_ = 0;
    Entries entries_;
    std::unordered_map<std::string, Number> by_id_;
    std::set<Number> to_send_;
    std::size_t in_flight_ = 0;
    std::vector<std::shared_ptr<Answer<bool>>> when_empty_;
    PublishStats stats_;
};

}  // namespace unrip::bus

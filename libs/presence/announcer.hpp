#pragma once

#include "bus/tracked_publisher.hpp"
#include "messages/alert.hpp"
#include "messages/dead_letter.hpp"
#include "messages/service_control.hpp"
#include "net/task.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace unrip::runtime {
struct ControlChange;
class Service;
}  // namespace unrip::runtime

namespace unrip::presence {

/// Trouble that a person should know of.
struct Trouble {
    std::string name;  ///< over_committed, writer_lag, ...: bounded, it is a metric label.
    std::string key;   ///< Same trouble, same key.
    messages::AlertSeverity severity = messages::AlertSeverity::warning;
    std::string summary;             ///< One sentence: what happened, with the value.
    std::optional<std::string> fix;  ///< What to do.
    std::vector<messages::AlertDetail> details;
};

/// What a process says about itself on the bus: started, armed, disarmed, stopped
/// (ops.service_control); trouble and its end (ops.alert); what it could not read
/// (ops.dead_letter). Everything is tracked until its stream has acknowledged it.
class Announcer {
  public:
    /// Called on each change before it is said, to add what only the service knows: its term, the
    /// hashes of its policy and limits.
    using Complete = std::function<void(messages::ServiceControl&)>;

    /// Borrows both. Says `started`, and from then on each change of the arming switch.
    Announcer(
        runtime::Service& service, bus::TrackedPublisher& publisher, Complete complete = nullptr
    );
    Announcer(const Announcer&) = delete;
    Announcer& operator=(const Announcer&) = delete;

    /// For changes of a service's own kind: limits, leases. Service and instance are filled in.
    /// The id under which it was said.
    MessageId control(messages::ServiceControl change);

    /// Of the change that was said last. A listener of the arming switch that was added after this
    /// object finds its own change here.
    const MessageId& last_control() const { return last_control_; }

    /// Published when it is new or its summary changed, and repeated once a minute while it lasts.
    void raise(const Trouble& trouble);

    /// Published when it had been raised.
    void clear(const std::string& key);

    void dead_letter(messages::DeadLetter letter);

    /// Says `stopped`, then waits until everything said is in its stream, for at most `limit`.
    Task<void> finish(Milliseconds limit);

  private:
    struct Raised {
        messages::Alert alert;
        Tick published;
    };

    void announce(const runtime::ControlChange& change);
    template <class Body>
    MessageId publish(Body body);

    runtime::Service& service_;
    bus::TrackedPublisher& publisher_;
    std::string life_;  ///< Process, instance and start: what its ids are made of.
    std::uint64_t said_ = 0;
    MessageId last_control_;
    Complete complete_;
    std::map<std::string, Raised, std::less<>> raised_;
};

}  // namespace unrip::presence

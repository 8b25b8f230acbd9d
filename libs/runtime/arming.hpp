#pragma once

#include "core/time.hpp"
#include "runtime/processes.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::runtime {

/// Who wants the switch moved, why, and for how long.
struct ArmRequest {
    std::string who;
    std::string why;
    std::optional<std::chrono::seconds> ttl;  ///< Disarms by itself when it has passed.
    bool force = false;                       ///< Over a guard that allows it.
};

/// Why the switch stays where it is. Becomes 409 with this code and message.
struct ArmRefusal {
    std::string code;            ///< snake_case, for programs: "key_not_registered".
    std::string message;         ///< A whole sentence, for people.
    std::string details = "{}";  ///< A JSON object.
    bool may_be_forced = false;
};

/// One change of what a process may do, as it is published on ops.service_control and remembered.
struct ControlChange {
    std::string what;  ///< "arming", or what a service calls its own ("limits").
    std::string who;
    std::string why;
    std::string before;
    std::string after;
    Instant at;
    std::optional<std::chrono::seconds> ttl;
};

/// The switch between watching and acting: armed means "may have its outward effect".
///
/// Only a person arms; anything may disarm, at any time, and is never refused. Asking for what
/// already is changes nothing and tells nobody.
class Arming {
  public:
    struct State {
        bool armed = false;
        std::string who;
        std::string why;
        Instant since;
        std::optional<std::chrono::seconds> ttl;
        std::optional<std::chrono::seconds> ttl_left;  ///< Rounded up.
    };

    Arming(StartsAs starts_as, const Clock& clock);

    /// False from the moment the ttl has passed, even before anybody noticed.
    bool armed() const;
    State state() const;

    /// Armed, or why not. Arming what is armed renews its ttl (none: until disarmed).
    std::optional<ArmRefusal> arm(const ArmRequest& request);

    void disarm(const ArmRequest& request);

    /// From inside: a failed check, a stale clock, lost inventory.
    void disarm(std::string_view why);

    /// Disarms when the ttl has passed. The service's beat calls it.
    void expire();

    /// Asked before each arming, in this order; the first refusal counts.
    void guard(std::function<std::optional<ArmRefusal>()> guard);

    void on_change(std::function<void(const ControlChange&)> listener);
    /// For a listener that came too late to hear it; nothing: it stands as it did at the start.
    const std::optional<ControlChange>& last_change() const { return last_change_; }

    /// Disarmed for good, and nobody is told: guards and listeners may belong to what is gone.
    void close();

  private:
    void move_to(bool armed, std::string who, std::string why, const ArmRequest* request);
    bool ttl_passed() const;
    std::string_view word(bool armed) const;

    const StartsAs starts_as_;
    const Clock& clock_;
    State state_;
    /// Both clocks end it: the steady one stands still while the machine sleeps, the other can be
    /// set back.
    std::optional<Tick> until_;
    std::optional<Instant> until_by_the_wall_;
    std::optional<ControlChange> last_change_;
    bool closed_ = false;
    std::vector<std::function<std::optional<ArmRefusal>()>> guards_;
    std::vector<std::function<void(const ControlChange&)>> listeners_;
};

}  // namespace unrip::runtime

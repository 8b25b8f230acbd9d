#pragma once

#include "core/time.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::runtime {

/// From best to worst: the whole is graded as its worst part.
enum class Grade { ok, degraded, unhealthy };

std::string_view to_text(Grade grade);

/// What a look at one thing found: a grade, the words for it, and how old what flows through is.
struct Finding {
    Grade grade = Grade::ok;
    std::string sentence;
    std::optional<Nanoseconds> age;
};

/// When something that should flow has been silent for too long.
struct AgeLimits {
    Nanoseconds degraded_after;
    Nanoseconds unhealthy_after;
};

/// Told each time the thing flows (a relay frame, a price, a commit).
class Pulse {
  public:
    explicit Pulse(const Clock& clock) : clock_{clock}, since_{clock.tick()} {}

    void beat() {
        since_ = clock_.tick();
        beaten_ = true;
    }
    /// Since the last beat, or since the watching began when there was none.
    Nanoseconds age() const { return clock_.tick() - since_; }
    bool ever() const { return beaten_; }

  private:
    const Clock& clock_;
    Tick since_;
    bool beaten_ = false;
};

/// The named checks of one process. Being disarmed is healthy; being alive proves nothing.
class Health {
  public:
    struct Check {
        std::string name;
        Finding finding;
    };
    struct Report {
        Grade grade = Grade::ok;
        std::vector<Check> checks;
    };

    explicit Health(const Clock& clock) : clock_{clock} {}

    /// Asked at every report, so `look` must be quick. A name watched again is replaced.
    void watch(std::string name, std::function<Finding()> look);

    /// A check by age: ok while beats come. "last relay frame" + the age make the sentence.
    std::shared_ptr<Pulse> watch_age(std::string name, std::string what, AgeLimits limits);

    /// Checks in the order of their names.
    Report report() const;

    /// What watched things that are gone must not be asked again.
    void forget_all() { looks_.clear(); }

  private:
    const Clock& clock_;
    std::map<std::string, std::function<Finding()>> looks_;
};

/// An age in words with a fitting unit: "0.4 s", "14 s", "7 h 12 m".
std::string age_text(Nanoseconds age);

}  // namespace unrip::runtime

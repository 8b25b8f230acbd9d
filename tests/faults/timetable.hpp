#pragma once

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::test {

/// What is done to something that runs.
enum class Way {
    kill,    ///< kill -9, and started again when the mishap ends.
    stop,    ///< Asked to end in order, and started again.
    pause,   ///< Stands still with its sockets open (SIGSTOP), and goes on.
    disarm,  ///< A person turns it off, and on again.
    venue,   ///< The simulated venue misbehaves; it stops doing so by itself.
    cut,     ///< A link breaks, and is mended.
    stall,   ///< A link stands half open: nothing comes through, and nobody is told.
    delay,   ///< A link is slow.
    clock,   ///< The wall clock of a process is turned, and back.
};

std::string_view to_text(Way way);

struct Mishap {
    std::chrono::milliseconds at{0};  ///< Since the run began.
    std::chrono::milliseconds lasts{0};
    Way way = Way::kill;
    /// A process, "nats-server", "postgresql", "venue", or a link of e2e/wiring.hpp.
    std::string target;
    nlohmann::json order;                ///< Way::venue: the body of POST /faults.
    std::chrono::milliseconds later{0};  ///< Way::delay: how much.
    std::chrono::milliseconds ahead{0};  ///< Way::clock: of the true time; below zero: behind.
};

std::string to_text(const Mishap& mishap);

/// What goes wrong beside processes and the venue.
struct Also {
    bool links = false;
    bool clocks = false;
};

/// What goes wrong in a run, and when: the same for the same seed, duration and kinds, on any
/// machine. The venue misbehaves in the second half only.
std::vector<Mishap> timetable(
    std::uint64_t seed, std::chrono::milliseconds duration, Also also = {}
);

}  // namespace unrip::test

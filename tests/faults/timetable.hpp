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
};

std::string_view to_text(Way way);

struct Mishap {
    std::chrono::milliseconds at{0};  ///< Since the run began.
    std::chrono::milliseconds lasts{0};
    Way way = Way::kill;
    std::string target;    ///< A process, "nats-server", "postgresql" or "venue".
    nlohmann::json order;  ///< Way::venue: the body of POST /faults.
};

std::string to_text(const Mishap& mishap);

/// What goes wrong in a run, and when: the same for the same seed and duration, on any machine. The
/// venue misbehaves in the second half only.
std::vector<Mishap> timetable(std::uint64_t seed, std::chrono::milliseconds duration);

}  // namespace unrip::test

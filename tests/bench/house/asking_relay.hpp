#pragma once

#include "core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace unrip::bench {

/// Who is asked: whoever subscribed at /ws, or at /bare.
enum class Whom { house, bare };

struct Round {
    Whom whom = Whom::house;
    double per_second = 0;      ///< At this rate, however fast the answers come.
    std::size_t in_flight = 0;  ///< Or so many at a time: an answer makes room for a question.
    Milliseconds lasts{1'000};
    bool until_first_answer = false;
};

struct Heard {
    std::uint64_t asked = 0;
    std::uint64_t answered = 0;
    std::uint64_t invalid = 0;   ///< Of those looked at: not signed as it must be.
    std::uint64_t verified = 0;  ///< How many were looked at.
    double seconds = 0;          ///< From the first question to the last that was due.
    double cpu_seconds = 0;      ///< Of the relay's own thread.
    Tick first_answer{};
    std::vector<double> micros;  ///< From question to answer, sorted.
};

/// The load: a relay that asks at a rate or with so many questions in flight, and stops the time
/// until the answer's last byte was read. Lives on a thread of its own, with the sandbox's
/// WebSocket ends and its words.
class AskingRelay {
  public:
    AskingRelay();
    AskingRelay(const AskingRelay&) = delete;
    AskingRelay& operator=(const AskingRelay&) = delete;
    ~AskingRelay();

    std::string url(Whom whom) const;

    /// Waits until so many listen there; throws after ten seconds.
    void await_listeners(Whom whom, std::size_t wanted);

    /// Asks, and waits until the round is over.
    Heard ask(const Round& round);

  private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace unrip::bench

#pragma once

#include <poll.h>

#include <chrono>
#include <deque>
#include <string>
#include <vector>

namespace unrip::test {

/// One connection through a link: what comes in on one side goes out on the other, perhaps later.
class Pipe {
  public:
    using Clock = std::chrono::steady_clock;

    /// Takes both sockets over.
    Pipe(int here, int there);
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe();

    /// What it waits for, and for how long at most.
    void want(Clock::time_point now, std::vector<pollfd>& ears, int& patience_ms) const;
    /// As much as goes without waiting.
    void move(Clock::time_point now, std::chrono::milliseconds delay);
    /// One side has closed and the other knows all it said.
    bool is_over() const;

  private:
    struct Piece {
        Clock::time_point due;
        std::string bytes;
    };
    struct Flow {
        int from;
        int to;
        std::deque<Piece> under_way;
        std::size_t size = 0;
        bool has_ended = false;
        bool is_broken = false;

        void read(Clock::time_point now, std::chrono::milliseconds delay);
        void write(Clock::time_point now);
        bool is_due(Clock::time_point now) const;
        bool has_room() const;
    };

    Flow up_;
    Flow down_;
};

}  // namespace unrip::test

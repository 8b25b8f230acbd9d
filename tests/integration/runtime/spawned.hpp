#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace unrip::test {

/// The test service as a process of its own, with nothing but the environment it is given.
class Spawned {
  public:
    using Environment = std::map<std::string, std::string>;

    /// Takes any free port unless the environment names one.
    explicit Spawned(
        std::string body = "live",
        Environment environment = {},
        std::string process = "strategy-engine"
    );
    Spawned(const Spawned&) = delete;
    Spawned& operator=(const Spawned&) = delete;
    ~Spawned();

    /// Waits until it has said this on stderr; false when it ended or said nothing of it in 60 s.
    bool says(std::string_view words);

    /// The control port, once it is open; 0 when it never was.
    std::uint16_t port();

    void signal(int number) const;

    /// Waits for its end, at most 60 s; -1 when it did not come, 128 + n for a signal.
    int exit_code();

    /// All it said so far.
    std::string said();

    int pid() const { return pid_; }

  private:
    void listen(int descriptor);

    int pid_ = -1;
    int exit_code_ = -1;
    bool reaped_ = false;
    std::mutex mutex_;
    std::condition_variable heard_;
    std::string text_;
    bool ended_ = false;
    std::thread listener_;
};

}  // namespace unrip::test

#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/sleep.hpp"
#include "net/task.hpp"
#include "support/run_task.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <functional>

namespace unrip::test {

/// A client that runs on the loop while a test does other things there; cancelled and awaited at
/// the end of the scope.
class Background {
  public:
    Background(boost::asio::io_context& loop, Task<Result<void>> task) : loop_{loop} {
        boost::asio::co_spawn(
            loop,
            std::move(task),
            boost::asio::bind_cancellation_slot(
                stop_.slot(),
                [this](const std::exception_ptr&, const Result<void>&) { ended_ = true; }
            )
        );
    }
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;
    ~Background() {
        boost::asio::post(loop_, [this] { stop_.emit(boost::asio::cancellation_type::terminal); });
        loop_.restart();
        while (!ended_ && loop_.run_one() > 0) {
        }
    }

  private:
    boost::asio::io_context& loop_;
    boost::asio::cancellation_signal stop_;
    bool ended_ = false;
};

inline Task<void> until(const std::function<bool()>& holds) {
    constexpr Milliseconds ample{20'000};
    const SystemClock clock;
    const auto deadline = clock.tick() + ample;
    while (!holds() && clock.tick() < deadline) {
        auto pause = net::sleep_for(Milliseconds{5});
        co_await std::move(pause);
    }
}

/// Runs the loop until the condition holds. Fails the test when it never does.
inline void wait_until(boost::asio::io_context& loop, const std::function<bool()>& holds) {
    run_task(loop, until(holds));
    EXPECT_TRUE(holds());
}

}  // namespace unrip::test

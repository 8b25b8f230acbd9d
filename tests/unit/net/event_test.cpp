#include "net/event.hpp"

#include "net/race.hpp"
#include "net/sleep.hpp"
#include "support/run_task.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>

namespace unrip::net {
namespace {

using namespace std::chrono_literals;

class EventTest : public testing::Test {
  protected:
    /// Whether a wait() of this moment ends at once.
    bool is_set(Event& event) {
        bool was_set = false;
        const auto wait = [&]() -> Task<void> {
            co_await event.wait();
            was_set = true;
        };
        test::run_task(loop_, first_to_end(wait(), sleep_for(0ns)));
        return was_set;
    }

    boost::asio::io_context loop_;
    Event event_{loop_.get_executor()};
};

TEST_F(EventTest, EndsAWaitThatComesLater) {
    event_.set();
    test::run_task(loop_, event_.wait());
    EXPECT_FALSE(is_set(event_)) << "it resets itself";
}

TEST_F(EventTest, SetTwiceEndsOneWait) {
    event_.set();
    event_.set();
    test::run_task(loop_, event_.wait());
    EXPECT_FALSE(is_set(event_));
}

TEST_F(EventTest, EndsAWaitThatCameBefore) {
    const auto set_it = [&]() -> Task<void> {
        event_.set();
        co_await sleep_for(1h);
    };
    test::run_task(loop_, first_to_end(event_.wait(), set_it()));
    EXPECT_FALSE(is_set(event_));
}

TEST_F(EventTest, MayBeWaitedForAgainAfterACancelledWait) {
    EXPECT_FALSE(is_set(event_));
    EXPECT_FALSE(is_set(event_));
    event_.set();
    test::run_task(loop_, event_.wait());
}

Task<void> throw_at_once() {
    throw std::runtime_error{"at once"};
    co_return;
}

Task<void> throw_when_cancelled(bool& has_ended) {
    try {
        co_await sleep_for(1h);
    } catch (const boost::system::system_error&) {
        has_ended = true;
        throw;
    }
}

Task<void> fail_when_cancelled() {
    try {
        co_await sleep_for(1h);
    } catch (const boost::system::system_error&) {
        throw std::logic_error{"while cleaning up"};
    }
}

TEST_F(EventTest, RaceEndsWithTheFirstAndAwaitsTheOther) {
    bool has_ended = false;
    test::run_task(loop_, first_to_end(sleep_for(1ns), throw_when_cancelled(has_ended)));
    EXPECT_TRUE(has_ended);
}

TEST_F(EventTest, RaceThrowsWhatTheFirstThrewAndDoesNotWaitForASuccess) {
    bool has_ended = false;
    EXPECT_THROW(
        test::run_task(loop_, first_to_end(throw_when_cancelled(has_ended), throw_at_once())),
        std::runtime_error
    );
    EXPECT_TRUE(has_ended);
}

TEST_F(EventTest, RaceForgetsNoFailureOfTheLoser) {
    EXPECT_THROW(
        test::run_task(loop_, first_to_end(sleep_for(1ns), fail_when_cancelled())), std::logic_error
    );
}

TEST_F(EventTest, RaceInARaceIsCancelledAsAWhole) {
    bool one = false;
    bool other = false;
    auto inner = first_to_end(throw_when_cancelled(one), throw_when_cancelled(other));
    test::run_task(loop_, first_to_end(std::move(inner), sleep_for(1ns)));
    EXPECT_TRUE(one);
    EXPECT_TRUE(other);
}

}  // namespace
}  // namespace unrip::net

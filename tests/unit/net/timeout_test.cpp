#include "net/timeout.hpp"

#include "net/sleep.hpp"
#include "support/run_task.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <stdexcept>

namespace unrip::net {
namespace {

using namespace std::chrono_literals;

constexpr Milliseconds kShort{1};
constexpr Milliseconds kAmple{20'000};

class TimeoutTest : public testing::Test {
  protected:
    boost::asio::io_context loop_;
};

Task<Result<int>> answer_at_once(int answer) {
    co_return answer;
}

Task<Result<int>> fail_at_once() {
    co_return fail(Error::Kind::refused, "no");
}

Task<Result<int>> never_answer(bool& was_cancelled) {
    try {
        co_await sleep_for(1h);
    } catch (const boost::system::system_error& error) {
        was_cancelled = error.code() == boost::asio::error::operation_aborted;
        throw;
    }
    co_return 1;
}

/// As adapters do that turn every exception of their library into an Error.
Task<Result<int>> report_the_cancellation() {
    try {
        co_await sleep_for(1h);
    } catch (const boost::system::system_error& error) {
        co_return fail(Error::Kind::unavailable, error.what());
    }
    co_return 1;
}

Task<Result<int>> answer_when_cancelled() {
    try {
        co_await sleep_for(1h);
    } catch (const boost::system::system_error&) {
        co_return 7;
    }
    co_return 1;
}

Task<Result<int>> throw_at_once() {
    throw std::logic_error{"a bug"};
    co_return 1;
}

Task<Result<std::unique_ptr<int>>> answer_what_can_only_be_moved() {
    co_return std::make_unique<int>(5);
}

Task<Result<void>> done_at_once() {
    co_return Result<void>{};
}

TEST_F(TimeoutTest, HandsOverTheAnswer) {
    const auto answer = test::run_task(loop_, within(kAmple, answer_at_once(3), "counting"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(*answer, 3);
    EXPECT_TRUE(test::run_task(loop_, within(kAmple, done_at_once(), "doing")));
}

TEST_F(TimeoutTest, HandsOverWhatCanOnlyBeMoved) {
    auto answer = test::run_task(loop_, within(kAmple, answer_what_can_only_be_moved(), "moving"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(**answer, 5);
}

TEST_F(TimeoutTest, HandsOverTheErrorOfTheWork) {
    const auto answer = test::run_task(loop_, within(kAmple, fail_at_once(), "asking"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::refused);
    EXPECT_EQ(answer.error().detail, "no");
}

TEST_F(TimeoutTest, NamesWhatTookTooLongAndCancelsIt) {
    bool was_cancelled = false;
    const auto answer =
        test::run_task(loop_, within(kShort, never_answer(was_cancelled), "the relay's answer"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::timed_out);
    EXPECT_EQ(answer.error().detail, "the relay's answer took longer than 1 ms");
    EXPECT_TRUE(was_cancelled) << "the work must have ended before the answer is given";
}

TEST_F(TimeoutTest, TakesAnErrorAfterTheLimitForTheLimit) {
    const auto answer = test::run_task(loop_, within(kShort, report_the_cancellation(), "it"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::timed_out);
}

TEST_F(TimeoutTest, BelievesAnAnswerThatCameInSpiteOfTheLimit) {
    const auto answer = test::run_task(loop_, within(kShort, answer_when_cancelled(), "it"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(*answer, 7);
}

TEST_F(TimeoutTest, ThrowsOnWhatTheWorkThrows) {
    EXPECT_THROW(
        test::run_task(loop_, within(kAmple, throw_at_once(), "throwing")), std::logic_error
    );
}

TEST_F(TimeoutTest, TheShorterOfTwoLimitsCounts) {
    bool was_cancelled = false;
    auto inner = within(kAmple, never_answer(was_cancelled), "inner");
    const auto answer = test::run_task(loop_, within(kShort, std::move(inner), "outer"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().detail, "outer took longer than 1 ms");
    EXPECT_TRUE(was_cancelled);
}

}  // namespace
}  // namespace unrip::net

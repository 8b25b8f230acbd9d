#include "venue/relay/relay_in_flight.hpp"

#include <gtest/gtest.h>

namespace unrip::venue {
namespace {

Tick at_ms(int count) {
    return Tick{Milliseconds{count}};
}

RelayAnswer answer_to(std::uint64_t id) {
    RelayAnswer answer;
    answer.id = id;
    answer.ok = true;
    return answer;
}

struct RelayInFlightTest : testing::Test {
    std::uint64_t begin(int deadline_ms = 100) {
        const auto id = in_flight.begin(at_ms(deadline_ms), [this](Result<RelayAnswer> answer) {
            answers.push_back(std::move(answer));
        });
        EXPECT_TRUE(id);
        return id.value_or(0);
    }

    RelayInFlight in_flight{2};
    std::vector<Result<RelayAnswer>> answers;
};

TEST_F(RelayInFlightTest, HandsAnAnswerToWhoAsked) {
    const auto first = begin();
    const auto second = begin();
    EXPECT_NE(first, second);
    EXPECT_FALSE(in_flight.settle(answer_to(second)));
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers.front()->id, second);
    EXPECT_EQ(in_flight.size(), 1U);
}

TEST_F(RelayInFlightTest, TellsALateAnswerFromAStrangeOne) {
    const auto id = begin();
    EXPECT_FALSE(in_flight.settle(answer_to(id)));
    EXPECT_EQ(in_flight.settle(answer_to(id)), FrameProblem::answer_late);
    EXPECT_EQ(in_flight.settle(answer_to(id + 1)), FrameProblem::answer_unknown);
    EXPECT_EQ(in_flight.settle(answer_to(0)), FrameProblem::answer_unknown);
    EXPECT_EQ(answers.size(), 1U);
}

TEST_F(RelayInFlightTest, RefusesMoreThanItsLimit) {
    begin();
    begin();
    EXPECT_FALSE(in_flight.begin(at_ms(1), [](Result<RelayAnswer>) {}));
}

TEST_F(RelayInFlightTest, FailsWhatIsOverdueAndKeepsTheRest) {
    const auto early = begin(100);
    const auto later = begin(200);
    EXPECT_EQ(in_flight.expire(at_ms(99)), 0U);
    EXPECT_EQ(in_flight.expire(at_ms(100)), 1U);
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers.front().error().kind, Error::Kind::timed_out);
    EXPECT_EQ(in_flight.settle(answer_to(early)), FrameProblem::answer_late);
    EXPECT_FALSE(in_flight.settle(answer_to(later)));
}

TEST_F(RelayInFlightTest, FailsEverythingWhenTheConnectionEnds) {
    begin();
    begin();
    in_flight.fail_all(fail(Error::Kind::timed_out, "gone"));
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(answers.back().error().detail, "gone");
    EXPECT_EQ(in_flight.size(), 0U);
}

TEST_F(RelayInFlightTest, LetsACalleeBeginTheNextRequest) {
    std::optional<std::uint64_t> next;
    const auto id = in_flight.begin(at_ms(1), [&](const Result<RelayAnswer>&) {
        next = in_flight.begin(at_ms(1), [](const Result<RelayAnswer>&) {});
    });
    EXPECT_EQ(in_flight.expire(at_ms(5)), 1U);
    ASSERT_TRUE(id && next);
    EXPECT_GT(*next, *id);
    EXPECT_EQ(in_flight.size(), 1U);
}

TEST_F(RelayInFlightTest, ForgetsWithoutACall) {
    const auto id = begin();
    in_flight.forget(id);
    EXPECT_TRUE(answers.empty());
    EXPECT_EQ(in_flight.settle(answer_to(id)), FrameProblem::answer_late);
}

}  // namespace
}  // namespace unrip::venue

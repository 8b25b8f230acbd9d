#include "bus/requests.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace unrip::bus {
namespace {

struct RequestsTest : ::testing::Test {
    boost::asio::io_context loop;
    std::shared_ptr<Requests> requests =
        std::make_shared<Requests>(loop.get_executor(), "_INBOX_x.1");

    static Incoming answer_to(const Requests::Expected& expected, int status = 0) {
        Incoming incoming;
        incoming.subject = expected.reply_subject();
        incoming.status = status;
        return incoming;
    }
};

TEST_F(RequestsTest, GivesEachAnswerToWhoAskedForIt) {
    const auto first = requests->expect();
    const auto second = requests->expect();
    ASSERT_NE(first->reply_subject(), second->reply_subject());
    requests->arrived(answer_to(*second));
    EXPECT_FALSE(first->answer()->is_given());
    EXPECT_TRUE(second->answer()->is_given());
}

TEST_F(RequestsTest, IgnoresAnAnswerThatNobodyWaitsForAnyMore) {
    auto gone = requests->expect();
    const auto late = answer_to(*gone);
    const auto answer = gone->answer();
    gone.reset();
    requests->arrived(late);
    EXPECT_FALSE(answer->is_given());
}

TEST_F(RequestsTest, NeverGivesANumberTwice) {
    const auto first = requests->expect()->reply_subject();
    EXPECT_NE(requests->expect()->reply_subject(), first);
}

TEST_F(RequestsTest, TellsAllWhenTheConnectionBreaks) {
    const auto one = requests->expect();
    const auto other = requests->expect();
    requests->fail_all(Error{Error::Kind::timed_out, "broke"});
    EXPECT_TRUE(one->answer()->is_given());
    EXPECT_TRUE(other->answer()->is_given());
}

TEST(NumberAtEnd, IsWhatFollowsTheLastDot) {
    EXPECT_EQ(number_at_end("_INBOX_x.ab12.ack-1.77"), 77U);
    EXPECT_EQ(number_at_end("77"), 0U);
    EXPECT_EQ(number_at_end("a."), 0U);
    EXPECT_EQ(number_at_end("a.7x"), 0U);
    EXPECT_EQ(number_at_end("a.99999999999999999999"), 0U);
}

}  // namespace
}  // namespace unrip::bus

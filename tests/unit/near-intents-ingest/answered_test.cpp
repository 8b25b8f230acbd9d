#include "answered.hpp"

#include <gtest/gtest.h>

namespace unrip::near_intents_ingest {
namespace {

using Turn = Answered::Turn;

Answered::Asked asked(std::string inbox) {
    bus::Incoming request;
    request.reply = std::move(inbox);
    return {request, MessageId{"rsp"}};
}

TEST(Answered, SendsTheFirstAndLetsTheRestWaitForItsVerdict) {
    Answered answered{4};
    const QuoteHash hash{"h"};
    EXPECT_EQ(answered.take(hash, asked("a")), Turn::send);
    EXPECT_EQ(answered.take(hash, asked("b")), Turn::wait);

    messages::QuoteResponseReply reply;
    reply.verdict = messages::ResponseVerdict::accepted;
    const auto waiting = answered.settle(hash, reply);
    ASSERT_EQ(waiting.size(), 2U);
    EXPECT_EQ(waiting[0].request.reply, "a");
    EXPECT_EQ(waiting[1].request.reply, "b");

    EXPECT_EQ(answered.take(hash, asked("c")), Turn::repeat);
    EXPECT_EQ(answered.verdict(hash), reply);
}

TEST(Answered, ForgetsTheOldestVerdictsOnlyAndNeverWhatIsUnderWay) {
    Answered answered{2};
    EXPECT_EQ(answered.take(QuoteHash{"1"}, asked("a")), Turn::send);
    EXPECT_EQ(answered.take(QuoteHash{"2"}, asked("b")), Turn::send);
    EXPECT_EQ(answered.take(QuoteHash{"3"}, asked("c")), Turn::full);

    EXPECT_EQ(answered.settle(QuoteHash{"2"}, {}).size(), 1U);
    EXPECT_EQ(answered.take(QuoteHash{"3"}, asked("c")), Turn::send);
    EXPECT_EQ(answered.size(), 2U);
    EXPECT_EQ(answered.take(QuoteHash{"1"}, asked("d")), Turn::wait);
}

}  // namespace
}  // namespace unrip::near_intents_ingest

#include "bus/ack_subject.hpp"

#include <gtest/gtest.h>

namespace unrip::bus {
namespace {

TEST(AckSubject, IsReadInItsShortForm) {
    const auto facts = parse_ack_subject("$JS.ACK.TRADES.history.2.41.77.1700000000000000009.3");
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->delivered, 2U);
    EXPECT_EQ(facts->stream_seq, 41U);
    EXPECT_EQ(facts->pending, 3U);
    EXPECT_EQ(facts->stored_at, Instant{Nanoseconds{1'700'000'000'000'000'009}});
}

TEST(AckSubject, IsReadInItsLongForm) {
    const auto facts =
        parse_ack_subject("$JS.ACK.hub.ABCDEF.TRADES.history.1.5.6.1700000000000000000.0.xyz");
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->delivered, 1U);
    EXPECT_EQ(facts->stream_seq, 5U);
    EXPECT_EQ(facts->pending, 0U);
}

TEST(AckSubject, IsNotMistakenForAnotherSubject) {
    for (const auto* subject :
         {"",
          "norm.swap_demand",
          "$JS.ACK.",
          "$JS.ACK.TRADES.history.1.5.6.1700000000000000000",
          "$JS.ACK.TRADES.history.1.5.6.1700000000000000000.0.1",
          "$JS.ACK.TRADES.history.one.5.6.1700000000000000000.0",
          "$JS.ACK.TRADES.history.1.5x.6.1700000000000000000.0",
          "$JS.ACK.TRADES.history.1.-5.6.1700000000000000000.0",
          "$JS.ACK.TRADES.history.1.5.6..0"}) {
        const auto facts = parse_ack_subject(subject);
        ASSERT_FALSE(facts) << subject;
        EXPECT_EQ(facts.error().kind, Error::Kind::malformed);
    }
}

}  // namespace
}  // namespace unrip::bus

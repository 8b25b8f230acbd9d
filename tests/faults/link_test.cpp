// The cable that the fault runs cut is a cable as long as nobody does.

#include "support/link.hpp"

#include "support/loopback.hpp"
#include "support/nats_server.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace unrip::test {
namespace {

constexpr int kShortPatience = 1;
constexpr int kTries = 60;
constexpr auto kGreeting = "INFO";

struct LinkTest : testing::Test {
    NatsServer far;
    Link link{far.port()};

    std::string greeting(const LoopbackSocket& socket) const {
        return socket.connect(link.port()) ? socket.receive(4) : "";
    }
};

TEST_F(LinkTest, PassesOn) {
    const LoopbackSocket socket;
    EXPECT_EQ(greeting(socket), kGreeting);
}

TEST_F(LinkTest, BreaksWhatStandsAndWhatComesWhenItIsCut) {
    const LoopbackSocket standing;
    ASSERT_EQ(greeting(standing), kGreeting);
    link.cut();
    standing.receive(100'000);
    standing.send("PING\r\n");
    EXPECT_EQ(standing.receive(1), "");
    const LoopbackSocket fresh;
    EXPECT_EQ(greeting(fresh), "");
    link.mend();
    const LoopbackSocket again;
    EXPECT_EQ(greeting(again), kGreeting);
}

TEST_F(LinkTest, IsHalfOpenWhileItStallsAndGoesOnAfterwards) {
    link.stall();
    const LoopbackSocket socket{kShortPatience};
    EXPECT_EQ(greeting(socket), "");
    link.mend();
    std::string late;
    for (int i = 0; i < kTries && late.empty(); ++i)
        late = socket.receive(4);
    EXPECT_EQ(late, kGreeting);
}

TEST_F(LinkTest, IsLateWhenItIsSlow) {
    constexpr std::chrono::milliseconds late{200};
    link.delay(late);
    const auto began = std::chrono::steady_clock::now();
    const LoopbackSocket socket;
    EXPECT_EQ(greeting(socket), kGreeting);
    EXPECT_GE(std::chrono::steady_clock::now() - began, late);
}

}  // namespace
}  // namespace unrip::test

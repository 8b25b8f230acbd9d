#include "bus/wire.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace unrip::bus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// When what is said leaves. The other end of the socket is ours, and says nothing.
struct WireTest : ::testing::Test {
    boost::asio::io_context loop;
    int other_end = -1;
    std::shared_ptr<Wire> wire;
    std::string heard;

    void SetUp() override {
        std::array<int, 2> ends{};
        ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
        other_end = ends[1];
        const WireManners manners{Milliseconds{60'000}, Milliseconds{60'000}};
        wire = std::make_shared<Wire>(
            loop.get_executor(), Line{ends[0]}, manners, [](const LinkNews&) {}
        );
        wire->start();
    }
    void TearDown() override {
        wire.reset();
        ::close(other_end);
    }

    void say(const std::string& subject, Urgency urgency, std::size_t size = 1) const {
        const Outgoing outgoing{subject, std::string(size, 'x'), {}, urgency};
        EXPECT_TRUE(wire->send(outgoing, {}));
    }
    void in_one_turn(const std::function<void()>& what) {
        boost::asio::post(loop, what);
        loop.restart();
        loop.run_one();
    }

    /// The subjects of all that has been said so far.
    std::vector<std::string> subjects() {
        std::array<char, 4'096> bytes{};
        ssize_t count = 0;
        while ((count = ::recv(other_end, bytes.data(), bytes.size(), MSG_DONTWAIT)) > 0)
            heard.append(bytes.data(), static_cast<std::size_t>(count));
        std::vector<std::string> found;
        for (auto at = heard.find("PUB "); at != std::string::npos; at = heard.find("PUB ", at + 1))
            found.push_back(heard.substr(at + 4, heard.find(' ', at + 4) - at - 4));
        return found;
    }
    bool comes_to(std::size_t count) {
        for (int turns = 0; turns < 10'000 && subjects().size() < count; ++turns) {
            loop.restart();
            loop.run_one_for(std::chrono::milliseconds{5});
        }
        return subjects().size() == count;
    }
};

TEST_F(WireTest, LetsWhatIsSaidAtOnceOvertakeWhatHasLeisureAndKeepsTheOrderOfEach) {
    in_one_turn([this] {
        say("leisure.1", Urgency::at_leisure);
        say("once.1", Urgency::at_once);
        say("leisure.2", Urgency::at_leisure);
        say("once.2", Urgency::at_once);
    });
    ASSERT_TRUE(comes_to(4));
    EXPECT_THAT(subjects(), ElementsAre("once.1", "once.2", "leisure.1", "leisure.2"));
}

TEST_F(WireTest, WritesNothingInATurnThatSaysThingsAtLeisure) {
    in_one_turn([this] {
        say("leisure.1", Urgency::at_leisure);
        say("leisure.2", Urgency::at_leisure);
        EXPECT_THAT(subjects(), ElementsAre());
    });
    ASSERT_TRUE(comes_to(2));
    in_one_turn([this] { say("leisure.3", Urgency::at_leisure); });
    EXPECT_TRUE(comes_to(3));  // There is a leisure after the first one.
}

TEST_F(WireTest, HasNoLeisureOutsideATurn) {
    say("leisure", Urgency::at_leisure);
    EXPECT_THAT(subjects(), ElementsAre("leisure"));
}

TEST_F(WireTest, HasNoLeisureForMoreThanALittle) {
    in_one_turn([this] {
        say("much", Urgency::at_leisure, kLeisureBytesMax);
        EXPECT_THAT(subjects(), ElementsAre("much"));
    });
}

TEST_F(WireTest, SaysWhatHasLeisureBeforeItEnds) {
    in_one_turn([this] {
        say("leisure", Urgency::at_leisure);
        wire.reset();
    });
    EXPECT_THAT(subjects(), ElementsAre("leisure"));
}

TEST_F(WireTest, SaysWhatHasLeisureBeforeItIsDrained) {
    in_one_turn([this] {
        say("leisure", Urgency::at_leisure);
        EXPECT_TRUE(wire->drain(Milliseconds{1'000}));
        EXPECT_THAT(subjects(), ElementsAre("leisure"));
    });
    loop.restart();
    loop.poll();
    EXPECT_THAT(subjects(), ElementsAre("leisure"));
    EXPECT_THAT(heard, HasSubstr("PING"));
}

TEST_F(WireTest, SaysWhatHasLeisureBeforeItClosesAsDrained) {
    in_one_turn([this] {
        EXPECT_TRUE(wire->drain(Milliseconds{1'000}));
        say("leisure", Urgency::at_leisure);
    });
    ASSERT_EQ(::send(other_end, "PONG\r\n", 6, 0), 6);
    for (int turns = 0; turns < 10'000 && wire->is_up(); ++turns)
        loop.run_one_for(std::chrono::milliseconds{5});
    EXPECT_FALSE(wire->is_up());
    EXPECT_THAT(subjects(), ElementsAre("leisure"));
}

}  // namespace
}  // namespace unrip::bus

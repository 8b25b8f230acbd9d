#include "net/channel.hpp"

#include "net/race.hpp"
#include "net/sleep.hpp"
#include "support/run_task.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <vector>

namespace unrip::net {
namespace {

using namespace std::chrono_literals;

class ChannelTest : public testing::Test {
  protected:
    boost::asio::io_context loop_;

    /// Starts a receive() whose outcome shows up in received_ or aborted_.
    void start_receiving(Channel<int>& channel) {
        boost::asio::co_spawn(
            loop_,
            channel.receive(),
            boost::asio::bind_cancellation_slot(
                stop_.slot(),
                [this](const std::exception_ptr& failure, int value) {
                    failure ? ++aborted_ : (received_.push_back(value), 0);
                }
            )
        );
        loop_.restart();
        loop_.poll();
    }
    void go_on() {
        loop_.restart();
        loop_.poll();
    }

    boost::asio::cancellation_signal stop_;
    std::vector<int> received_;
    int aborted_ = 0;
};

TEST_F(ChannelTest, GivesBackInTheOrderOfSending) {
    Channel<int> channel{loop_.get_executor(), 3, Overflow::refuse_newest};
    for (int round = 0; round < 5; ++round) {
        EXPECT_TRUE(channel.try_send(2 * round));
        EXPECT_TRUE(channel.try_send(2 * round + 1));
        EXPECT_EQ(test::run_task(loop_, channel.receive()), 2 * round);
        EXPECT_EQ(test::run_task(loop_, channel.receive()), 2 * round + 1);
    }
    EXPECT_EQ(channel.dropped(), 0U);
}

TEST_F(ChannelTest, RefusesTheNewestWhenFull) {
    Channel<int> channel{loop_.get_executor(), 2, Overflow::refuse_newest};
    EXPECT_TRUE(channel.try_send(1));
    EXPECT_TRUE(channel.try_send(2));
    EXPECT_FALSE(channel.try_send(3));
    EXPECT_EQ(channel.size(), 2U);
    EXPECT_EQ(channel.dropped(), 1U);
    EXPECT_EQ(channel.try_receive(), 1);
    EXPECT_TRUE(channel.try_send(4));
    EXPECT_EQ(channel.try_receive(), 2);
    EXPECT_EQ(channel.try_receive(), 4);
    EXPECT_EQ(channel.try_receive(), std::nullopt);
}

TEST_F(ChannelTest, DropsTheOldestWhenFull) {
    Channel<int> channel{loop_.get_executor(), 2, Overflow::drop_oldest};
    for (int value = 1; value <= 5; ++value)
        EXPECT_TRUE(channel.try_send(value));
    EXPECT_EQ(channel.size(), 2U);
    EXPECT_EQ(channel.capacity(), 2U);
    EXPECT_EQ(channel.dropped(), 3U);
    EXPECT_EQ(channel.try_receive(), 4);
    EXPECT_EQ(channel.try_receive(), 5);
}

TEST_F(ChannelTest, CarriesWhatCanOnlyBeMoved) {
    Channel<std::unique_ptr<int>> channel{loop_.get_executor(), 1, Overflow::drop_oldest};
    EXPECT_TRUE(channel.try_send(std::make_unique<int>(7)));
    const auto value = test::run_task(loop_, channel.receive());
    ASSERT_NE(value, nullptr);
    EXPECT_EQ(*value, 7);
}

TEST_F(ChannelTest, WakesAReceiverThatWaits) {
    Channel<int> channel{loop_.get_executor(), 2, Overflow::refuse_newest};
    start_receiving(channel);
    EXPECT_TRUE(received_.empty());
    channel.try_send(1);
    channel.try_send(2);
    go_on();
    EXPECT_EQ(received_, std::vector<int>{1});
    EXPECT_EQ(channel.size(), 1U);
}

TEST_F(ChannelTest, CancellationEndsAReceiverThatWaits) {
    Channel<int> channel{loop_.get_executor(), 2, Overflow::refuse_newest};
    start_receiving(channel);
    stop_.emit(boost::asio::cancellation_type::terminal);
    go_on();
    EXPECT_EQ(aborted_, 1);

    channel.try_send(1);
    start_receiving(channel);
    EXPECT_EQ(received_, std::vector<int>{1}) << "a cancelled receive must leave room for another";
}

TEST_F(ChannelTest, CancelledReceiverTakesNothing) {
    Channel<int> channel{loop_.get_executor(), 2, Overflow::refuse_newest};
    start_receiving(channel);
    boost::asio::post(loop_, [&] {
        channel.try_send(1);
        stop_.emit(boost::asio::cancellation_type::terminal);
    });
    go_on();
    EXPECT_EQ(aborted_, 1);
    EXPECT_EQ(channel.size(), 1U);
    EXPECT_EQ(test::run_task(loop_, channel.receive()), 1);
}

TEST_F(ChannelTest, MayBeDestroyedWhileSomebodyWaits) {
    auto channel = std::make_unique<Channel<int>>(loop_.get_executor(), 2, Overflow::drop_oldest);
    start_receiving(*channel);
    channel.reset();
    go_on();
    EXPECT_EQ(aborted_, 1);
}

Task<void> send_slowly(Channel<int>& channel, int count) {
    for (int value = 0; value < count; ++value) {
        channel.try_send(value);
        co_await sleep_for(1ns);
    }
    co_await sleep_for(1h);
}

Task<void> collect(Channel<int>& channel, std::vector<int>& into, std::size_t count) {
    while (into.size() < count)
        into.push_back(co_await channel.receive());
}

TEST_F(ChannelTest, ConnectsTwoCoroutines) {
    Channel<int> channel{loop_.get_executor(), 1, Overflow::refuse_newest};
    std::vector<int> collected;
    test::run_task(loop_, first_to_end(collect(channel, collected, 3), send_slowly(channel, 3)));
    EXPECT_EQ(collected, (std::vector<int>{0, 1, 2}));
}

}  // namespace
}  // namespace unrip::net

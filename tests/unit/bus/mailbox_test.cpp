#include "bus/mailbox.hpp"

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace unrip::bus {
namespace {

using net::Overflow;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct MailboxTest : ::testing::Test {
    boost::asio::io_context loop;
    std::shared_ptr<Gate> gate = std::make_shared<Gate>(loop.get_executor());
    std::vector<std::string> heard;

    std::shared_ptr<Mailbox> mailbox(std::size_t capacity, Overflow overflow) {
        const Inflow inflow{capacity, overflow};
        auto hear = [this](const Incoming& incoming) { heard.push_back(incoming.body); };
        return std::make_shared<Mailbox>(gate, inflow, hear);
    }
    static Incoming letter(std::string body) {
        Incoming incoming;
        incoming.body = std::move(body);
        return incoming;
    }
    static void put_numbers(Mailbox& box, int first, int last) {
        for (int i = first; i <= last; ++i)
            box.put(letter(std::to_string(i)));
    }
};

TEST_F(MailboxTest, DeliversInTheOrderOfArrival) {
    const auto box = mailbox(8, Overflow::drop_oldest);
    put_numbers(*box, 1, 3);
    EXPECT_THAT(heard, IsEmpty());
    loop.run();
    EXPECT_THAT(heard, ElementsAre("1", "2", "3"));
    EXPECT_EQ(box->stats().received, 3U);
    EXPECT_EQ(box->stats().dropped, 0U);
    EXPECT_EQ(box->stats().waiting, 0U);
}

TEST_F(MailboxTest, DropsTheOldestWhenTheyAreWorthTheLeast) {
    const auto box = mailbox(3, Overflow::drop_oldest);
    put_numbers(*box, 1, 100);
    EXPECT_LE(box->stats().waiting, 6U);
    loop.run();
    EXPECT_THAT(heard, ElementsAre("98", "99", "100"));
    EXPECT_EQ(box->stats().received, 100U);
    EXPECT_EQ(box->stats().dropped, 97U);
}

TEST_F(MailboxTest, RefusesTheNewestWhenOrderIsWorthMore) {
    const auto box = mailbox(3, Overflow::refuse_newest);
    put_numbers(*box, 1, 100);
    EXPECT_EQ(box->stats().waiting, 3U);
    loop.run();
    EXPECT_THAT(heard, ElementsAre("1", "2", "3"));
    EXPECT_EQ(box->stats().dropped, 97U);
    put_numbers(*box, 101, 101);
    loop.restart();
    loop.run();
    EXPECT_THAT(heard, ElementsAre("1", "2", "3", "101"));
}

TEST_F(MailboxTest, LetsOthersHaveTheirTurn) {
    const auto box = mailbox(1'000, Overflow::refuse_newest);
    put_numbers(*box, 1, 1'000);
    loop.run_one();
    EXPECT_LT(heard.size(), 1'000U);
    EXPECT_EQ(box->stats().waiting, 1'000U - heard.size());
    loop.run();
    EXPECT_EQ(heard.size(), 1'000U);
}

TEST_F(MailboxTest, TakesFromTheLoopItselfWithoutAWakeUp) {
    const auto box = mailbox(3, Overflow::drop_oldest);
    for (const auto* body : {"1", "2", "3", "4"})
        box->hand_over(letter(body));
    EXPECT_THAT(heard, IsEmpty());
    box->deliver();
    EXPECT_THAT(heard, ElementsAre("2", "3", "4"));
    EXPECT_EQ(box->stats().dropped, 1U);
    EXPECT_EQ(loop.run(), 0U);
    const auto ordered = mailbox(2, Overflow::refuse_newest);
    for (const auto* body : {"5", "6", "7"})
        ordered->hand_over(letter(body));
    ordered->deliver();
    EXPECT_THAT(heard, ElementsAre("2", "3", "4", "5", "6"));
    EXPECT_EQ(ordered->stats().dropped, 1U);
}

TEST_F(MailboxTest, LeavesTheRestOfABurstForLater) {
    const auto box = mailbox(1'000, Overflow::refuse_newest);
    for (int i = 0; i < 200; ++i)
        box->hand_over(letter("x"));
    box->deliver();
    EXPECT_LT(heard.size(), 200U);
    loop.run();
    EXPECT_EQ(heard.size(), 200U);
    EXPECT_EQ(box->stats().waiting, 0U);
}

TEST_F(MailboxTest, IsSilentOnceClosed) {
    const auto box = mailbox(8, Overflow::drop_oldest);
    put_numbers(*box, 1, 3);
    box->close();
    loop.run();
    put_numbers(*box, 4, 5);
    loop.restart();
    loop.run();
    EXPECT_THAT(heard, IsEmpty());
}

TEST_F(MailboxTest, MayBeClosedByItsOwnHandler) {
    std::shared_ptr<Mailbox> box;
    const std::string kept_alive = "by the handler itself";
    auto close_at_once = [this, &box, kept_alive](const Incoming& incoming) {
        box->close();
        heard.push_back(incoming.body + " " + kept_alive);
    };
    box = std::make_shared<Mailbox>(gate, Inflow{8, Overflow::drop_oldest}, close_at_once);
    put_numbers(*box, 1, 3);
    loop.run();
    EXPECT_THAT(heard, ElementsAre("1 by the handler itself"));
    EXPECT_EQ(box->stats().waiting, 0U);
}

TEST_F(MailboxTest, PostsNothingOnceTheGateIsClosed) {
    const auto box = mailbox(8, Overflow::drop_oldest);
    gate->close();
    put_numbers(*box, 1, 3);
    EXPECT_EQ(loop.run(), 0U);
    EXPECT_THAT(heard, IsEmpty());
}

/// What another thread puts in while the loop takes out: nothing is lost unseen, nothing changes
/// places. The sanitizers look on.
void race(Overflow overflow) {
    constexpr int letter_count = 50'000;
    boost::asio::io_context loop;
    const auto gate = std::make_shared<Gate>(loop.get_executor());
    int last = 0;
    std::uint64_t delivered = 0;
    bool is_ordered = true;
    auto hear = [&](const Incoming& incoming) {
        const auto number = std::stoi(incoming.body);
        is_ordered = is_ordered && number > last;
        last = number;
        ++delivered;
    };
    const auto box = std::make_shared<Mailbox>(gate, Inflow{64, overflow}, hear);
    std::thread client{[&] {
        for (int i = 1; i <= letter_count; ++i) {
            Incoming incoming;
            incoming.body = std::to_string(i);
            box->put(std::move(incoming));
        }
    }};
    while (box->stats().received < letter_count || box->stats().waiting > 0) {
        loop.restart();
        loop.poll();
    }
    client.join();
    loop.restart();
    loop.run();
    EXPECT_TRUE(is_ordered);
    EXPECT_EQ(delivered + box->stats().dropped, box->stats().received);
    const bool keeps_the_newest = overflow == Overflow::drop_oldest;
    EXPECT_TRUE(!keeps_the_newest || last == letter_count);
}

TEST(MailboxRace, KeepsOrderAndCountWhileTheOldestGo) {
    race(Overflow::drop_oldest);
}

TEST(MailboxRace, KeepsOrderAndCountWhileTheNewestAreRefused) {
    race(Overflow::refuse_newest);
}

TEST(Gate, WaitsForThoseWhoArePassing) {
    for (int round = 0; round < 50; ++round) {
        auto loop = std::make_unique<boost::asio::io_context>();
        const auto gate = std::make_shared<Gate>(loop->get_executor());
        std::thread client{[gate] {
            for (int i = 0; i < 500; ++i)
                gate->post([] {});
        }};
        gate->close();
        loop.reset();  // Nobody may touch it any more, though the client is still at it.
        client.join();
    }
}

}  // namespace
}  // namespace unrip::bus

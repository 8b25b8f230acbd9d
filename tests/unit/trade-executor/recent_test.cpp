#include "recent.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <set>
#include <string>

namespace unrip::trade_executor {
namespace {

TEST(Recent, ATextIsNewsOnce) {
    Recent recent{10};
    EXPECT_TRUE(recent.add("a"));
    EXPECT_TRUE(recent.add("b"));
    EXPECT_FALSE(recent.add("a"));
    EXPECT_TRUE(recent.add(""));
    EXPECT_FALSE(recent.add(""));
    EXPECT_EQ(recent.size(), 3U);
}

TEST(Recent, TheOldestIsForgottenFirst) {
    Recent recent{3};
    for (const auto* text : {"a", "b", "c", "d"})
        EXPECT_TRUE(recent.add(text));
    EXPECT_EQ(recent.size(), 3U);
    EXPECT_FALSE(recent.add("b"));  // Seen again, it is no younger for that.
    EXPECT_TRUE(recent.add("a"));
    EXPECT_TRUE(recent.add("b"));
    EXPECT_FALSE(recent.add("d"));
}

TEST(Recent, IsWhatAQueueAndASetWouldBe) {
    constexpr std::size_t capacity = 777;
    Recent recent{capacity};
    std::deque<std::string> queue;
    std::set<std::string> known;
    std::mt19937 random{1};
    for (int round = 0; round < 50'000; ++round) {
        const auto text = "cmd-" + std::to_string(random() % 2'000);
        const bool is_news = known.insert(text).second;
        ASSERT_EQ(recent.add(text), is_news) << text << " in round " << round;
        if (!is_news) continue;
        queue.push_back(text);
        if (queue.size() <= capacity) continue;
        known.erase(queue.front());
        queue.pop_front();
    }
    EXPECT_EQ(recent.size(), capacity);
}

}  // namespace
}  // namespace unrip::trade_executor

#include "bus/durability.hpp"

#include <gtest/gtest.h>

namespace unrip::bus {
namespace {

using namespace std::chrono_literals;
using Kind = Durability::Kind;

TEST(Durability, IsWhatTheOperatorDeclares) {
    EXPECT_EQ(to_text(durability_of("2.10.27", "1s")), "synced-1s");
    EXPECT_EQ(to_text(durability_of("2.10.27", "500ms")), "synced-500ms");
    EXPECT_EQ(to_text(durability_of("2.11.0", "2m")), "synced-120s");
    EXPECT_EQ(to_text(durability_of("2.15.1", "always")), "synced-always");
}

TEST(Durability, IsLazyOnAServerThatCannotSync) {
    EXPECT_EQ(to_text(durability_of("2.9.10", "1s")), "lazy");
    EXPECT_EQ(to_text(durability_of("2.9.25", "always")), "lazy");
}

TEST(Durability, IsLazyWhileAnythingIsUnknown) {
    EXPECT_EQ(to_text(durability_of("", "1s")), "lazy");
    EXPECT_EQ(to_text(durability_of("2.10.27", "")), "lazy");
    EXPECT_EQ(to_text(durability_of("2.10.27", "soon")), "lazy");
}

TEST(Durability, WaitsTwoIntervalsBeforeAnObligationRestsOnIt) {
    EXPECT_EQ(durability_of("2.10.27", "1s").settling_time(), 2s);
    EXPECT_EQ(durability_of("2.10.27", "always").settling_time(), 0s);
    EXPECT_EQ(durability_of("2.9.10", "1s").settling_time(), std::nullopt);
}

TEST(Durability, ComparesVersionsAsNumbers) {
    EXPECT_TRUE(can_sync("2.10.0"));
    EXPECT_TRUE(can_sync("v2.10.27"));
    EXPECT_TRUE(can_sync("2.10.0-RC.1"));
    EXPECT_TRUE(can_sync("3.0.0"));
    EXPECT_FALSE(can_sync("2.9.10"));
    EXPECT_FALSE(can_sync("2.1.99"));
    EXPECT_FALSE(can_sync("1.11.0"));
    EXPECT_FALSE(can_sync("2"));
    EXPECT_FALSE(can_sync("two.ten"));
}

TEST(Durability, RefusesAnIntervalThatIsNone) {
    for (const auto* text : {"", "1", "s", "0s", "-1s", "1h", "1.5s", "1 s", "61m", "never"}) {
        const auto parsed = parse_sync(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().kind, Error::Kind::malformed);
    }
    EXPECT_EQ(parse_sync("60m")->interval, 1h);
    EXPECT_EQ(parse_sync("always")->kind, Kind::synced_always);
}

}  // namespace
}  // namespace unrip::bus

#include "runtime/arming.hpp"

#include "runtime/arming_routes.hpp"

#include <gtest/gtest.h>

namespace unrip::runtime {
namespace {

using namespace std::chrono_literals;

struct ArmingTest : testing::Test {
    ArmingTest() {
        arming.on_change([this](const ControlChange& change) { changes.push_back(change); });
    }
    static ArmRequest by(std::string who, std::optional<std::chrono::seconds> ttl = {}) {
        return {std::move(who), "because", ttl, false};
    }

    ManualClock clock{from_unix_ms(1'700'000'000'000)};
    Arming arming{StartsAs::disarmed, clock};
    std::vector<ControlChange> changes;
};

TEST_F(ArmingTest, StartsAsTheProcessDoes) {
    EXPECT_FALSE(arming.armed());
    EXPECT_TRUE((Arming{StartsAs::armed, clock}.armed()));
    EXPECT_FALSE((Arming{StartsAs::frozen, clock}.armed()));
}

TEST_F(ArmingTest, TellsEachChangeWithWhoWhyBeforeAndAfter) {
    EXPECT_FALSE(arming.arm(by("ops")));
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].who, "ops");
    EXPECT_EQ(changes[0].why, "because");
    EXPECT_EQ(changes[0].before, "disarmed");
    EXPECT_EQ(changes[0].after, "armed");
    EXPECT_EQ(changes[0].at, clock.now());
}

TEST_F(ArmingTest, KnowsItsLastChangeForWhoeverListensLater) {
    EXPECT_FALSE(arming.last_change());
    EXPECT_FALSE(arming.arm(by("ops", 60s)));
    ASSERT_TRUE(arming.last_change());
    EXPECT_EQ(arming.last_change()->who, "ops");
    EXPECT_EQ(arming.last_change()->after, "armed");
    EXPECT_EQ(arming.last_change()->ttl, 60s);
    arming.disarm("a reason");
    EXPECT_EQ(arming.last_change()->after, "disarmed");
}

TEST_F(ArmingTest, TellsNobodyWhenNothingChanges) {
    arming.disarm(by("ops"));
    EXPECT_TRUE(changes.empty());
    EXPECT_FALSE(arming.arm(by("ops")));
    EXPECT_FALSE(arming.arm(by("somebody else")));
    EXPECT_EQ(changes.size(), 1U);
    EXPECT_EQ(arming.state().who, "ops");
}

TEST_F(ArmingTest, IsDisarmedFromTheInstantItsTtlHasPassed) {
    EXPECT_FALSE(arming.arm(by("ops", 60s)));
    clock.advance(60s - 1ns);
    EXPECT_TRUE(arming.armed());
    EXPECT_EQ(arming.state().ttl_left, 1s);
    clock.advance(1ns);
    EXPECT_FALSE(arming.armed());
    EXPECT_EQ(changes.size(), 1U);

    arming.expire();
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[1].who, "self");
    EXPECT_EQ(changes[1].why, "the ttl has passed");
    arming.expire();
    EXPECT_EQ(changes.size(), 2U);
}

TEST_F(ArmingTest, DoesNotStretchATtlWhenTheWallClockJumps) {
    EXPECT_FALSE(arming.arm(by("ops", 60s)));
    clock.jump_to(clock.now() - 24h);
    clock.advance(60s);
    EXPECT_FALSE(arming.armed());
}

TEST_F(ArmingTest, EndsAfterASleepThatTheSteadyClockSleptThrough) {
    EXPECT_FALSE(arming.arm(by("ops", 600s)));
    clock.jump_to(clock.now() + 8h);
    EXPECT_FALSE(arming.armed());
    EXPECT_EQ(arming.state().ttl_left, 0s);
}

TEST_F(ArmingTest, RenewsOrLiftsATtlByArmingAgain) {
    EXPECT_FALSE(arming.arm(by("ops", 60s)));
    clock.advance(59s);
    EXPECT_FALSE(arming.arm(by("ops", 60s)));
    clock.advance(59s);
    EXPECT_TRUE(arming.armed());
    EXPECT_FALSE(arming.arm(by("ops")));
    clock.advance(24h);
    EXPECT_TRUE(arming.armed());
    EXPECT_EQ(arming.state().ttl, std::nullopt);
}

TEST_F(ArmingTest, StaysOffWhenAGuardSaysNoUnlessItMayBeForced) {
    bool may_be_forced = false;
    arming.guard([&] { return ArmRefusal{"no_key", "There is no key.", "{}", may_be_forced}; });
    auto forced = by("ops");
    forced.force = true;
    EXPECT_EQ(arming.arm(by("ops"))->code, "no_key");
    EXPECT_EQ(arming.arm(forced)->code, "no_key");
    may_be_forced = true;
    EXPECT_EQ(arming.arm(by("ops"))->code, "no_key");
    EXPECT_FALSE(arming.arm(forced));
    EXPECT_TRUE(arming.armed());
}

TEST_F(ArmingTest, IsDisarmedFromInsideEvenByItsOwnListener) {
    arming.on_change([this](const ControlChange& change) {
        if (change.after == "armed") arming.disarm("clock skew");
    });
    EXPECT_FALSE(arming.arm(by("ops")));
    EXPECT_FALSE(arming.armed());
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[1].why, "clock skew");
}

TEST_F(ArmingTest, CannotBeArmedOnceClosed) {
    arming.close();
    EXPECT_EQ(arming.arm(by("ops"))->code, "stopping");
    EXPECT_FALSE(arming.armed());
}

TEST_F(ArmingTest, SpeaksOfFrozenWhereStockIsMoved) {
    Arming stock{StartsAs::frozen, clock};
    std::string after;
    stock.on_change([&](const ControlChange& change) { after = change.before + ">" + change.after; }
    );
    EXPECT_FALSE(stock.arm(by("ops")));
    EXPECT_EQ(after, "frozen>unfrozen");
    stock.disarm("lost inventory");
    EXPECT_EQ(after, "unfrozen>frozen");
}

TEST_F(ArmingTest, ShowsItsStateAsJson) {
    EXPECT_FALSE(arming.arm(by("op\"s", 60s)));
    EXPECT_EQ(
        arming_json(arming),
        R"({"armed":true,"arming":{"who":"op\"s","why":"because","since":"2023-11-14T22:13:20.000Z",)"
        R"("ttl_seconds":60,"ttl_left_seconds":60}})"
    );
}

}  // namespace
}  // namespace unrip::runtime

#include "bus_fixture.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

namespace unrip::bus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct StreamsTest : BusTest {
    Server server;
    std::unique_ptr<Connection> connection = connect(settings_for(server));

    static std::vector<StreamPlan> deployed() {
        std::ifstream file{std::string{UNRIP_SOURCE_DIR} + "/deploy/nats/streams.json"};
        const std::string text{std::istreambuf_iterator<char>{file}, {}};
        return *parse_streams(text);
    }
    Result<StreamChanges> apply(const std::vector<StreamPlan>& plan) {
        return get(apply_streams(*connection, plan, kLong));
    }
    Result<void> verify(const std::vector<StreamPlan>& plan) {
        return get(verify_streams(*connection, plan, kLong));
    }
};

TEST_F(StreamsTest, AreMadeOnceAndThenLeftAlone) {
    const auto plan = deployed();
    const auto missing = verify(plan);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, Error::Kind::refused);
    EXPECT_THAT(
        missing.error().detail,
        HasSubstr("DEMAND MARKET TRADES KV_COMMITMENTS KV_LEASES KV_LIQUIDITY")
    );

    const auto first = apply(plan);
    ASSERT_TRUE(first) << first.error().detail;
    EXPECT_THAT(
        first->created,
        ElementsAre("DEMAND", "MARKET", "TRADES", "KV_COMMITMENTS", "KV_LEASES", "KV_LIQUIDITY")
    );
    const auto second = apply(plan);
    ASSERT_TRUE(second) << second.error().detail;
    EXPECT_THAT(second->created, IsEmpty());
    EXPECT_THAT(second->updated, IsEmpty());
    EXPECT_EQ(second->unchanged.size(), 6U);
    EXPECT_TRUE(verify(plan));
}

TEST_F(StreamsTest, GrowWithThePlan) {
    auto plan = deployed();
    ASSERT_TRUE(apply(plan));
    plan[2].max_bytes *= 2;
    plan[2].subjects.emplace_back("more.>");
    const auto lacking = verify(plan);
    ASSERT_FALSE(lacking);
    EXPECT_THAT(lacking.error().detail, HasSubstr("TRADES(more.>)"));
    const auto grown = apply(plan);
    ASSERT_TRUE(grown) << grown.error().detail;
    EXPECT_THAT(grown->updated, ElementsAre("TRADES"));
    EXPECT_TRUE(verify(plan));
}

TEST_F(StreamsTest, AreNotTouchedWhenOneOfThemWouldLoseSomething) {
    auto plan = deployed();
    ASSERT_TRUE(apply(plan));
    plan[0].max_bytes *= 2;
    plan[2].subjects = {"decision.>"};
    const auto refused = apply(plan);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
    EXPECT_THAT(refused.error().detail, HasSubstr("TRADES: it takes cmd.>"));
    const auto back = apply(deployed());
    ASSERT_TRUE(back);
    EXPECT_THAT(back->updated, IsEmpty());
}

TEST_F(StreamsTest, AreUnavailableWhereThereIsNoJetStream) {
    server.kill();
    ASSERT_TRUE(until([&] { return !connection->is_connected(); }));
    const auto applied = apply(deployed());
    ASSERT_FALSE(applied);
    EXPECT_EQ(applied.error().kind, Error::Kind::unavailable);
}

}  // namespace
}  // namespace unrip::bus

#include "bus/streams.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace unrip::bus {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string deployed() {
    std::ifstream file{std::string{UNRIP_SOURCE_DIR} + "/deploy/nats/streams.json"};
    return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(StreamPlan, HoldsTheDeployedStreamsAndBuckets) {
    const auto plans = parse_streams(deployed());
    ASSERT_TRUE(plans) << plans.error().detail;
    ASSERT_EQ(plans->size(), 6U);
    const auto& demand = plans->at(0);
    EXPECT_EQ(demand.name, "DEMAND");
    EXPECT_THAT(demand.subjects, ElementsAre("norm.swap_demand"));
    EXPECT_FALSE(demand.discard_new);
    const auto& market = plans->at(1);
    EXPECT_EQ(market.name, "MARKET");
    EXPECT_THAT(market.subjects, ElementsAre("ref.>", "state.>", "norm.quote_status"));
    EXPECT_FALSE(market.discard_new);
    const auto& trades = plans->at(2);
    EXPECT_EQ(trades.name, "TRADES");
    EXPECT_THAT(trades.subjects, ElementsAre("decision.>", "cmd.>", "exec.>", "ops.>"));
    EXPECT_TRUE(trades.discard_new);
    EXPECT_EQ(trades.max_age, 7 * 24h);
    EXPECT_EQ(trades.duplicate_window, 10min);
    EXPECT_EQ(plans->at(3).name, "KV_COMMITMENTS");
    EXPECT_THAT(plans->at(3).subjects, ElementsAre("$KV.COMMITMENTS.>"));
    EXPECT_EQ(plans->at(3).max_messages_per_subject, 1);
    EXPECT_EQ(plans->at(3).max_age, 0s);
    EXPECT_EQ(plans->at(4).name, "KV_LEASES");
    EXPECT_EQ(plans->at(5).name, "KV_LIQUIDITY");
    EXPECT_EQ(plans->at(5).max_age, 0s);
}

TEST(StreamPlan, NamesTheMistakeAndItsPlace) {
    const auto error_in = [](std::string_view text) { return parse_streams(text).error().detail; };
    EXPECT_THAT(error_in("{"), HasSubstr("streams.json"));
    EXPECT_THAT(error_in(R"({"streams":[]})"), HasSubstr("buckets"));
    EXPECT_THAT(error_in(R"({"streams":[],"buckets":[],"more":1})"), HasSubstr("\"more\""));
    const auto stream = [&](const std::string& fields) {
        return error_in(R"({"buckets":[],"streams":[{"name":"T",)" + fields + "}]}");
    };
    const std::string good = R"("subjects":["a.>"],"max_bytes":9,"when_full":"drop_oldest")";
    EXPECT_THAT(stream(good + R"(,"max_age":"7d")"), HasSubstr("stream T: unknown field"));
    EXPECT_THAT(stream(good + R"(,"max_age_seconds":"7")"), HasSubstr("max_age_seconds"));
    EXPECT_THAT(stream(good + R"(,"max_age_seconds":-7)"), HasSubstr("max_age_seconds"));
    EXPECT_THAT(stream(good + R"(,"replicas":1.5)"), HasSubstr("replicas"));
    EXPECT_THAT(
        stream(R"("subjects":["a"],"max_bytes":9,"when_full":"explode")"), HasSubstr("when_full")
    );
    EXPECT_THAT(stream(R"("subjects":["a"],"when_full":"drop_oldest")"), HasSubstr("max_bytes"));
    EXPECT_THAT(
        stream(R"("subjects":[],"max_bytes":9,"when_full":"drop_oldest")"), HasSubstr("subjects")
    );
    EXPECT_THAT(
        error_in(R"({"streams":[],"buckets":[{"name":"B"}]})"), HasSubstr("bucket B: a bucket")
    );
}

}  // namespace
}  // namespace unrip::bus

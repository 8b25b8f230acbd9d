#include "bus/stream_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <functional>

namespace unrip::bus {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A stream that is as planned and holds something; each test changes one thing.
struct StreamConfigTest : ::testing::Test {
    StreamPlan plan = [] {
        StreamPlan made;
        made.name = "T";
        made.subjects = {"a.>", "b"};
        made.discard_new = true;
        made.max_bytes = 1'000;
        made.max_age = 1h;
        return made;
    }();
    json info = {{"config", config_of(plan)}, {"state", {{"messages", 3}, {"bytes", 500}}}};

    std::string loss() const { return loss_by(plan, info).value_or("none"); }
};

TEST_F(StreamConfigTest, LeavesAloneWhatIsAsPlanned) {
    EXPECT_TRUE(is_as_planned(plan, info["config"]));
    EXPECT_EQ(loss(), "none");
}

TEST_F(StreamConfigTest, TakesNoLimitInAnyOfItsSpellings) {
    info["config"]["max_msgs"] = 0;
    info["config"].erase("max_consumers");
    info["config"]["something_new"] = true;
    EXPECT_TRUE(is_as_planned(plan, info["config"]));
}

TEST_F(StreamConfigTest, SeesWhatChanged) {
    plan.max_bytes = 2'000;
    EXPECT_FALSE(is_as_planned(plan, info["config"]));
    EXPECT_EQ(loss(), "none");
    plan.max_bytes = 1'000;
    plan.subjects.emplace_back("c");
    EXPECT_FALSE(is_as_planned(plan, info["config"]));
    EXPECT_THAT(missing_subjects(plan, info["config"]), ElementsAre("c"));
    EXPECT_EQ(loss(), "none");
}

TEST_F(StreamConfigTest, RefusesToStopKeepingASubject) {
    plan.subjects = {"b"};
    EXPECT_THAT(loss(), HasSubstr("takes a.>"));
}

TEST_F(StreamConfigTest, RefusesLessRoomThanIsTaken) {
    plan.max_bytes = 499;
    EXPECT_THAT(loss(), HasSubstr("more bytes"));
    plan.max_bytes = 501;
    EXPECT_EQ(loss(), "none");
}

TEST_F(StreamConfigTest, RefusesAShorterLifeForWhatItHolds) {
    plan.max_age = 59min;
    EXPECT_THAT(loss(), HasSubstr("3 messages"));
    info["state"]["messages"] = 0;
    EXPECT_EQ(loss(), "none");
    info["state"]["messages"] = 3;
    plan.max_age = 0s;
    EXPECT_EQ(loss(), "none");
}

TEST_F(StreamConfigTest, RefusesToDropOldMessagesWhereNewOnesWereRefused) {
    plan.discard_new = false;
    EXPECT_THAT(loss(), HasSubstr("oldest"));
}

TEST_F(StreamConfigTest, RefusesAStreamOfAnotherKind) {
    info["config"]["storage"] = "memory";
    EXPECT_THAT(loss(), HasSubstr("disk"));
    info["config"]["storage"] = "file";
    info["config"]["retention"] = "workqueue";
    EXPECT_THAT(loss(), HasSubstr("read"));
}

TEST_F(StreamConfigTest, RefusesFewerMessagesOfEachSubject) {
    plan.max_messages_per_subject = 1;
    EXPECT_THAT(loss(), HasSubstr("each subject"));
}

}  // namespace
}  // namespace unrip::bus

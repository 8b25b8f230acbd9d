#include "doctor.hpp"

#include <gtest/gtest.h>

namespace unrip::unripctl {
namespace {

using Grade = Diagnosis::Grade;

TEST(DoctorText, PutsTheFixBelowWhatIsWrong) {
    EXPECT_EQ(
        doctor_text({
            judge_clock(20),
            judge_disk(9'100'000'000, "/srv"),
            judge_schema(6, 7),
        }),
        "ok    clock                    0.0 s ahead of block time\n"
        "warn  disk                     9.1 GB left on /srv\n"
        "                               fix: free space, or lower `retention` in the policy file\n"
        "fail  PostgreSQL               schema 6, but this release is for 7\n"
        "                               fix: run unrip-migrate (scripts/migrate)\n"
        "2 things need attention.\n"
    );
    EXPECT_EQ(
        doctor_text({judge_schema(7, 7)}), "ok    PostgreSQL               schema 7\nAll is well.\n"
    );
}

TEST(DoctorText, JudgesByTheLimitsOfTheHouse) {
    EXPECT_EQ(judge_clock(15'000).grade, Grade::ok);
    EXPECT_EQ(judge_clock(15'001).grade, Grade::fail);
    EXPECT_EQ(judge_clock(-2'000).grade, Grade::ok);
    EXPECT_EQ(judge_clock(-2'001).grade, Grade::fail);
    EXPECT_EQ(judge_disk(1'999'999'999, "/").grade, Grade::fail);
    EXPECT_EQ(judge_disk(10'000'000'000, "/").grade, Grade::ok);
    EXPECT_EQ(judge_durability("synced-1s").grade, Grade::ok);
    EXPECT_EQ(judge_durability("lazy").grade, Grade::warn);
    EXPECT_EQ(judge_durability("").grade, Grade::warn);
    EXPECT_EQ(judge_price("btc-eure", "60000", 4'000).grade, Grade::ok);
    EXPECT_EQ(judge_price("btc-eure", "60000", 6'000).grade, Grade::fail);
    EXPECT_EQ(judge_price("btc-eure", "", 0).grade, Grade::fail);
}

TEST(DoctorText, AKeyIsAcceptedWhenTheRelayLetsUsIn) {
    const auto relay = [](const char* state, bool hears, bool has_key) {
        return judge_relay(Json{{"state", state}, {"hears_quotes", hears}, {"has_api_key", has_key}}
        );
    };
    EXPECT_EQ(relay("connected", true, true).grade, Grade::ok);
    EXPECT_EQ(relay("connected", true, true).said, "accepted: we are let in and subscribed");
    EXPECT_EQ(relay("connected", true, false).said, "none, and none was asked for");
    EXPECT_EQ(relay("connected", false, true).grade, Grade::warn);
    EXPECT_EQ(relay("backing_off", false, true).grade, Grade::warn);
    EXPECT_EQ(relay("credential_refused", false, true).grade, Grade::fail);
    EXPECT_EQ(relay("credential_refused", false, true).said, "the relay refuses it");
    EXPECT_EQ(
        relay("credential_refused", false, false).said, "there is none, and the relay asks for one"
    );
    EXPECT_EQ(judge_relay(Json::object()).grade, Grade::warn);
}

TEST(DoctorText, ADoorToTheNetworkNeedsAToken) {
    const Door home{"strategy-engine", 8086, false, false};
    const Door guarded{"trade-executor", 8087, true, false};
    const Door open{"history-writer", 8085, true, true};
    EXPECT_EQ(judge_doors({home}).said, "on this machine alone");
    EXPECT_EQ(judge_doors({home, guarded}).grade, Grade::ok);
    const auto found = judge_doors({home, guarded, open});
    EXPECT_EQ(found.grade, Grade::fail);
    EXPECT_EQ(found.said, "open to the network without a token: history-writer (8085)");
}

}  // namespace
}  // namespace unrip::unripctl

// The sandbox as a process: what it prints, and where it refuses to listen.

#include "support/service_process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unrip::sandbox {
namespace {

using testing::HasSubstr;

test::ServiceProcess sandbox_with(std::map<std::string, std::string> environment) {
    environment.try_emplace("VENUE_SANDBOX_VENUE_PORT", "0");
    environment.try_emplace(
        "VENUE_SANDBOX_SCENARIO_FILE", UNRIP_SOURCE_DIR "/deploy/sandbox/scenarios/calm.json"
    );
    return {"venue-sandbox", "VENUE_SANDBOX_PORT", std::move(environment)};
}

TEST(SandboxProcess, SaysHowToComeThereAndEndsInOrder) {
    auto process = sandbox_with({});
    process.start();
    process.await_ready();
    for (const auto* line :
         {"NEAR_INTENTS_RELAY_WS_URL=ws://127.0.0.1:",
          "NEAR_RPC_URLS=http://127.0.0.1:",
          "NEAR_INTENTS_BRIDGE_RPC_URL=http://127.0.0.1:",
          "REFERENCE_KRAKEN_URL=ws://127.0.0.1:"}) {
        EXPECT_THAT(process.log(), HasSubstr(line));
    }
    EXPECT_THAT(process.get("/state").body, HasSubstr(R"("REFERENCE_PYTH_URL":"http://)"));
    EXPECT_EQ(process.get("/stats").status, 200);
    EXPECT_EQ(process.stop(), 0);
}

TEST(SandboxProcess, KeepsOffEveryAddressButLoopback) {
    auto process = sandbox_with({{"VENUE_SANDBOX_BIND", "0.0.0.0"}});
    process.start();
    EXPECT_EQ(process.await_exit(), 2);
    EXPECT_THAT(process.log(), HasSubstr("VENUE_SANDBOX_BIND"));
}

TEST(SandboxProcess, NamesTheMistakeInAScenario) {
    auto process =
        sandbox_with({{"VENUE_SANDBOX_SCENARIO_FILE", UNRIP_SOURCE_DIR "/proto/lease.schema.json"}}
        );
    process.start();
    EXPECT_EQ(process.await_exit(), 2);
    EXPECT_THAT(process.log(), HasSubstr("is not known here"));
}

}  // namespace
}  // namespace unrip::sandbox

// unrip-streams told to keep each stream on several servers. A server that stands alone refuses,
// and that is how it shows here that it was asked.

#include "bus_fixture.hpp"
#include "support/child_process.hpp"

#include <gmock/gmock.h>

namespace unrip::bus {
namespace {

struct Replicas : BusTest {
    Server server;

    test::Finished make_streams(const std::string& replicas) const {
        const auto command = test::in_environment(
            {{"NATS_URL", server.url()},
             {"UNRIP_STREAMS_FILE", std::string{UNRIP_SOURCE_DIR} + "/deploy/nats/streams.json"},
             {"UNRIP_STREAMS_REPLICAS", replicas}},
            std::string{UNRIP_BIN_DIR} + "/unrip-streams"
        );
        return test::run_child(command, "", test::RunAs{});
    }
};

TEST_F(Replicas, OneIsWhatAServerAloneCanKeep) {
    const auto done = make_streams("1");
    EXPECT_EQ(done.exit_code, 0) << done.output;
    EXPECT_THAT(done.output, ::testing::HasSubstr("created TRADES"));
}

TEST_F(Replicas, ThreeAreAskedForAndRefusedByAServerAlone) {
    const auto done = make_streams("3");
    EXPECT_EQ(done.exit_code, 2) << done.output;
    EXPECT_THAT(done.output, ::testing::HasSubstr("replicas > 1 not supported"));
}

TEST_F(Replicas, WhatIsNoNumberOfServersIsAMistake) {
    EXPECT_EQ(make_streams("6").exit_code, 2);
}

}  // namespace
}  // namespace unrip::bus

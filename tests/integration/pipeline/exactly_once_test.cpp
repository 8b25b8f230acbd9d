// What a process accepted reaches PostgreSQL exactly once, whatever is killed in between.
//
// The relay delivers settlements until they are acknowledged; ingest acknowledges what JetStream
// has; history-writer acknowledges what PostgreSQL has. Each test kills one of the four, at moments
// drawn from a seed, while settlements flow.

#include "integration/pipeline/house.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <random>
#include <thread>

namespace unrip::test {
namespace {

constexpr int kRounds = 6;
constexpr std::size_t kPerRound = 400;

struct Victim {
    std::string name;
    std::function<void(House&)> kill_and_restart;
};

void restart_ingest(House& house) {
    house.ingest.kill_9();
    house.ingest.start();
}
void restart_writer(House& house) {
    house.writer.kill_9();
    house.writer.start();
}
void restart_nats(House& house) {
    house.nats.kill();
    house.nats.start();
}
void restart_postgres(House& house) {
    house.postgres.kill_9();
    house.postgres.start();
}
void restart_everything(House& house) {
    house.ingest.kill_9();
    house.nats.kill();
    house.writer.kill_9();
    house.postgres.kill_9();
    house.postgres.start();
    house.nats.start();
    house.writer.start();
    house.ingest.start();
}

class ExactlyOnce : public testing::TestWithParam<Victim> {};

TEST_P(ExactlyOnce, ReachesTheHistory) {
    const auto seed = std::random_device{}();
    RecordProperty("seed", std::to_string(seed));
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random{seed};
    std::uniform_int_distribution<int> moment_ms{1, 120};

    House house;
    house.open();
    for (int round = 0; round < kRounds; ++round) {
        house.relay.add_statuses(kPerRound);
        std::this_thread::sleep_for(std::chrono::milliseconds{moment_ms(random)});
        GetParam().kill_and_restart(house);
    }
    const auto expected = std::to_string(kRounds * kPerRound);

    EXPECT_TRUE(house.comes_to("select count(*) from quote_status_events", expected))
        << house.ask("select count(*) from quote_status_events") << " of " << expected << " rows; "
        << house.relay.acknowledged() << " acknowledged\n"
        << house.ingest.log() << house.writer.log();
    EXPECT_EQ(house.ask("select count(distinct quote_hash) from quote_status_events"), expected);
    EXPECT_EQ(house.ask("select count(*) from dead_letters"), "0");
    EXPECT_EQ(house.writer.stop(), 0) << house.writer.log();
    EXPECT_EQ(house.ingest.stop(), 0) << house.ingest.log();
}

INSTANTIATE_TEST_SUITE_P(
    AcrossKills,
    ExactlyOnce,
    testing::Values(
        Victim{"OfTheSender", restart_ingest},
        Victim{"OfTheWriter", restart_writer},
        Victim{"OfNats", restart_nats},
        Victim{"OfPostgres", restart_postgres},
        Victim{"OfEverything", restart_everything}
    ),
    [](const auto& tested) { return tested.param.name; }
);

}  // namespace
}  // namespace unrip::test

// A disk that is full stops what must be written down before it is promised, and nothing else; with
// room again all goes on and the books agree.

#include "e2e/books.hpp"
#include "faults/crowd.hpp"
#include "faults/small_disk.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <iostream>
#include <memory>
#include <thread>

namespace unrip::test {
namespace {

constexpr std::uint64_t kSome = 10;
constexpr std::uint64_t kMebibytes = 300;

struct FullDiskTest : testing::Test {
    TradingHouse house{{.changes = crowd(10)}};
    std::unique_ptr<SmallDisk> disk;

    void SetUp() override {
        if (!SmallDisk::can_be_had()) GTEST_SKIP() << "nothing may be mounted here";
    }
    void open() {
        house.open();
        house.arm();
        ASSERT_TRUE(goes_on_trading(house, kSome)) << house.logs();
    }
    /// Nothing more is answered for two seconds.
    bool comes_to_a_stop() const {
        std::uint64_t answered = 0;
        return TradingHouse::comes_true([&] {
            const auto before = std::exchange(answered, maker_count(house, "answered"));
            std::this_thread::sleep_for(std::chrono::seconds{2});
            return before == maker_count(house, "answered");
        });
    }
};

TEST_F(FullDiskTest, OfTheBusStopsTradingWithWordsUntilThereIsRoom) {
    house.nats.stop();
    disk = std::make_unique<SmallDisk>(house.nats.store(), kMebibytes);
    house.nats.start();
    open();

    disk->fill();
    EXPECT_TRUE(comes_to_a_stop()) << house.logs();
    for (const auto* process : {&house.strategy, &house.executor}) {
        const auto health = process->get("/healthz").body;
        std::cout << process->name() << ": " << health << std::endl;
        EXPECT_NE(health.find("journal"), std::string::npos) << health;
    }

    // nats-server gives JetStream up when it can't write, until it is started anew.
    disk->make_room();
    house.nats.kill();
    house.nats.start();
    EXPECT_TRUE(goes_on_trading(house, kSome)) << house.logs();
    come_to_rest(house);
    expect_sound(house);
    house.nats.kill();
    disk.reset();
    house.nats.start();
}

TEST_F(FullDiskTest, OfTheHistoryStopsNothingAndIsCaughtUpWhenThereIsRoom) {
    house.postgres.stop();
    disk = std::make_unique<SmallDisk>(house.postgres.data(), kMebibytes);
    house.postgres.start();
    open();

    disk->fill();
    EXPECT_TRUE(TradingHouse::comes_true([&] {
        return house.writer.get("/state").body.find("No space left") != std::string::npos;
    })) << house.logs();
    EXPECT_TRUE(goes_on_trading(house, kSome)) << house.logs();
    std::cout << house.writer.get("/healthz").body << std::endl;

    disk->make_room();
    // It ends when it can't write its own log; whoever watches over it starts it.
    if (!house.postgres.is_there()) house.postgres.start();
    come_to_rest(house);
    expect_sound(house);
    house.postgres.stop();
    disk.reset();
}

}  // namespace
}  // namespace unrip::test

// nats-server lost what it had stored, and how far history-writer had read: only PostgreSQL knows.

#include "integration/pipeline/house.hpp"
#include "support/speaker.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>

namespace unrip::test {
namespace {

namespace fs = std::filesystem;

class LostStream : public testing::Test {
  protected:
    House house;

    void SetUp() override {
        house.writer.start();
        house.writer.await_ready();
        say(0, kFirst);
        expect_rows(kFirst);
        ASSERT_EQ(house.writer.stop(), 0);
    }

    void say(int from, int end) const {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        const auto at = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
        std::vector<Said> all;
        for (int i = from; i < end; ++i)
            all.push_back(moved("lqa-" + std::to_string(i), at, 1, "1", "0"));
        Speaker{house.nats.url()}.say(all);
    }

    void expect_rows(int count) const {
        EXPECT_TRUE(house.comes_to("select count(*) from liquidity_actions", std::to_string(count)))
            << house.writer.log();
    }

    /// The stream and its readers are there, and know nothing.
    void forget_trades() {
        house.nats.stop();
        fs::path stream;
        for (const auto& entry : fs::recursive_directory_iterator{house.nats.store()}) {
            if (entry.path().filename() == "TRADES") stream = entry.path();
        }
        ASSERT_FALSE(stream.empty());
        for (const auto* part : {"msgs", "obs"}) {
            ASSERT_GT(fs::remove_all(stream / part), 1U) << part;
            fs::create_directory(stream / part);
        }
        house.nats.start();
    }

    std::string alerts() const {
        return house.ask("select count(*) from alerts where key = 'stream_lost/TRADES'");
    }
    void expect_alert() const {
        EXPECT_TRUE(house.comes_to(
            "select count(*) > 0 from alerts where key = 'stream_lost/TRADES'"
            " and state = 'raised'",
            "t"
        )) << house.writer.log();
    }

    static constexpr int kFirst = 100;
    static constexpr int kMore = 250;
};

TEST_F(LostStream, ThatForgotItsReaderTooIsToldByPostgresql) {
    forget_trades();
    house.writer.start();
    expect_alert();
    say(kFirst, kFirst + 1);
    expect_rows(kFirst + 1);
}

TEST_F(LostStream, IsToldAlsoWhenItsNumbersHavePassedAndNoMoreOnceItIsRead) {
    forget_trades();
    say(kFirst, kMore);
    house.writer.start();
    expect_alert();
    expect_rows(kMore);

    ASSERT_EQ(house.writer.stop(), 0);
    const auto so_far = alerts();
    house.writer.start();
    house.writer.await_ready();
    say(kMore, kMore + 1);
    expect_rows(kMore + 1);
    EXPECT_EQ(alerts(), so_far) << house.writer.log();
}

TEST_F(LostStream, IsNotToldOfOneThatLostNothing) {
    house.nats.kill();
    house.nats.start();
    house.writer.start();
    house.writer.await_ready();
    say(kFirst, kMore);
    expect_rows(kMore);
    EXPECT_EQ(alerts(), "0") << house.writer.log();
}

}  // namespace
}  // namespace unrip::test

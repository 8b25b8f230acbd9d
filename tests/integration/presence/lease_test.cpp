#include "presence/lease.hpp"

#include "bus/streams.hpp"
#include "integration/bus/bus_fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <gmock/gmock.h>

namespace unrip::presence {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

constexpr LeaseTimes kQuick{200ms, 2'000ms, 2'400ms, 50ms};

/// One replica: its own connection, its own lease, and what it was told.
struct Replica {
    Replica(
        bus::BusTest& test, const bus::Settings& settings, const Clock& its_clock, std::string name
    )
        : clock{its_clock},
          loop{test.loop},
          connection{connect(test, settings)},
          lease{
              *connection,
              its_clock,
              Candidate{"maker.near", messages::LeaseRole::strategy, std::move(name)},
              LeaseEvents{
                  .won = [this](std::uint64_t epoch) { terms.push_back(epoch); },
                  .lost = [this](std::string_view why) { losses.emplace_back(why); },
                  .is_armed = [] { return true; }},
              kQuick} {}

    static std::unique_ptr<bus::Connection> connect(bus::BusTest& test, bus::Settings settings) {
        auto connected = test::run_task(
            test.loop,
            bus::Connection::connect(
                test.loop.get_executor(), test.clock, std::move(settings), bus::BusTest::kLong
            )
        );
        if (!connected) throw std::runtime_error{connected.error().detail};
        return std::move(*connected);
    }

    void start() {
        has_ended = false;
        boost::asio::co_spawn(
            loop,
            lease.run(),
            boost::asio::bind_cancellation_slot(
                stop.slot(), [this](const std::exception_ptr&) { has_ended = true; }
            )
        );
    }
    /// As if the process were killed: it says nothing any more.
    void kill() { stop.emit(boost::asio::cancellation_type::all); }
    bool is_active() const { return lease.holds(); }

    const Clock& clock;
    boost::asio::io_context& loop;
    std::unique_ptr<bus::Connection> connection;
    std::vector<std::uint64_t> terms;
    std::vector<std::string> losses;
    boost::asio::cancellation_signal stop;
    bool has_ended = false;
    Lease lease;
};

struct LeaseTest : bus::BusTest {
    Server server;
    std::unique_ptr<bus::Connection> admin = connect(settings_for(server));
    ManualClock pausing{Instant{1'760'000'000s}};
    std::vector<std::unique_ptr<Replica>> replicas;

    void make_bucket() {
        const auto plan =
            bus::parse_streams(R"({"streams":[],"buckets":[{"name":"LEASES","max_bytes":1048576}]})"
            );
        ASSERT_TRUE(plan);
        ASSERT_TRUE(get(bus::apply_streams(*admin, *plan, kLong)));
    }
    Replica& start(std::string name, const Clock* its_clock = nullptr) {
        const Clock& used = its_clock != nullptr ? *its_clock : clock;
        replicas.push_back(
            std::make_unique<Replica>(*this, settings_for(server), used, std::move(name))
        );
        replicas.back()->start();
        return *replicas.back();
    }
    void TearDown() override {
        for (auto& replica : replicas)
            replica->kill();
        EXPECT_TRUE(until([&] {
            return std::all_of(replicas.begin(), replicas.end(), [](const auto& replica) {
                return replica->has_ended;
            });
        }));
    }
    std::optional<bus::Entry> entry() {
        bus::KeyValue bucket{*admin, "LEASES"};
        const auto found = get(bucket.get("maker.near/strategy", kLong));
        return found ? *found : std::nullopt;
    }
    messages::Lease shown() {
        const auto found = entry();
        if (!found) throw std::runtime_error{"no lease is there"};
        const auto lease = messages::decode_document<messages::Lease>(found->value);
        if (!lease) throw std::runtime_error{lease.error().detail};
        return *lease;
    }
};

TEST_F(LeaseTest, IsHeldByOneOfTwo) {
    make_bucket();
    auto& one = start("one");
    auto& two = start("two");
    ASSERT_TRUE(until([&] { return one.is_active() || two.is_active(); }));
    turn_for(3'000ms);  // Longer than another's silence is borne: it is renewed.
    EXPECT_EQ(one.terms.size() + two.terms.size(), 1U);
    EXPECT_NE(one.is_active(), two.is_active());
    EXPECT_TRUE(one.losses.empty() && two.losses.empty());

    const auto& holder = one.is_active() ? one : two;
    EXPECT_EQ(holder.terms.front(), 1U);
    EXPECT_EQ(shown().holder, one.is_active() ? "one" : "two");
    EXPECT_EQ(shown().epoch, 1U);
    EXPECT_TRUE(shown().is_armed);
    EXPECT_EQ(two.lease.view().holder, shown().holder);
}

TEST_F(LeaseTest, PassesFromAKilledHolderToTheNextWithAHigherEpoch) {
    make_bucket();
    auto& one = start("one");
    ASSERT_TRUE(until([&] { return one.is_active(); }));
    auto& two = start("two");
    turn_for(300ms);
    EXPECT_FALSE(two.is_active());
    one.kill();
    ASSERT_TRUE(until([&] { return two.is_active(); }));
    EXPECT_FALSE(one.is_active());
    EXPECT_EQ(two.terms, std::vector<std::uint64_t>{2});
}

TEST_F(LeaseTest, IsFreeAtOnceAfterAnOrderlyEnd) {
    make_bucket();
    auto& one = start("one");
    ASSERT_TRUE(until([&] { return one.is_active(); }));
    test::run_task(loop, one.lease.release(kLong));
    EXPECT_FALSE(one.is_active());
    EXPECT_TRUE(one.losses.empty());
    EXPECT_EQ(shown().expires_at_ms, shown().renewed_at_ms);
    EXPECT_EQ(shown().epoch, 1U);

    auto& two = start("two");
    ASSERT_TRUE(until([&] { return two.is_active(); }));
    EXPECT_EQ(two.lease.epoch(), 2U);
}

TEST_F(LeaseTest, IsNotHeldByOneThatWasPausedAlsoBeforeItNotices) {
    make_bucket();
    auto& one = start("one", &pausing);
    ASSERT_TRUE(until([&] { return one.is_active(); }));
    pausing.advance(kQuick.valid_for);
    EXPECT_FALSE(one.is_active());
    EXPECT_TRUE(one.losses.empty());
    ASSERT_TRUE(until([&] { return one.losses.size() == 1; }));
    EXPECT_THAT(one.losses.front(), HasSubstr("not renewed in time"));
}

TEST_F(LeaseTest, OfAPausedHolderIsTakenAndNotTakenBack) {
    make_bucket();
    auto& one = start("one", &pausing);
    ASSERT_TRUE(until([&] { return one.is_active(); }));
    // It stands still while the other one lives on.
    one.kill();
    auto& two = start("two");
    ASSERT_TRUE(until([&] { return two.is_active(); }));
    pausing.advance(60s);
    one.start();
    ASSERT_TRUE(until([&] { return one.losses.size() == 1; }));
    turn_for(1'000ms);
    EXPECT_FALSE(one.is_active());
    EXPECT_TRUE(two.is_active());
    EXPECT_EQ(one.terms.size(), 1U);
}

TEST_F(LeaseTest, IsLostToWhoeverWroteOverIt) {
    make_bucket();
    auto& one = start("one");
    ASSERT_TRUE(until([&] { return one.is_active(); }));
    bus::KeyValue bucket{*admin, "LEASES"};
    const auto overwrite = [&] {
        auto other = shown();
        other.holder = "rival";
        other.epoch = 9;
        const auto before = entry();
        return before &&
               get(bucket.update(
                   "maker.near/strategy", messages::encode_document(other), before->revision, kLong
               ));
    };
    ASSERT_TRUE(until(overwrite));
    ASSERT_TRUE(until([&] { return one.losses.size() == 1; }));
    EXPECT_THAT(one.losses.front(), HasSubstr("rival"));
    // The rival never renews, so it is taken back in time, and the number grows past his.
    ASSERT_TRUE(until([&] { return one.terms.size() == 2; }));
    EXPECT_EQ(one.terms.back(), 10U);
}

TEST_F(LeaseTest, IsLostWhileNatsIsAwayAndTakenAnewWhenItIsBack) {
    make_bucket();
    auto& one = start("one");
    ASSERT_TRUE(until([&] { return one.is_active(); }));
    server.kill();
    ASSERT_TRUE(until([&] { return one.losses.size() == 1; }));
    EXPECT_FALSE(one.is_active());
    server.start();
    ASSERT_TRUE(until([&] { return one.is_active(); }));
    EXPECT_EQ(one.terms, (std::vector<std::uint64_t>{1, 2}));
}

TEST_F(LeaseTest, IsNotHeldWithoutItsBucketAndWaitsForIt) {
    auto& one = start("one");
    ASSERT_TRUE(until([&] { return !one.lease.view().last_trouble.empty(); }));
    EXPECT_FALSE(one.is_active());
    make_bucket();
    EXPECT_TRUE(until([&] { return one.is_active(); }));
}

TEST_F(LeaseTest, GivenUpIsNotTakenAgainBeforeAnotherHadHisTime) {
    make_bucket();
    auto& one = start("one");
    ASSERT_TRUE(until([&] { return one.is_active(); }));
    one.lease.give_up("the fence refused");
    EXPECT_FALSE(one.is_active());
    EXPECT_EQ(one.losses, std::vector<std::string>{"the fence refused"});
    turn_for(500ms);
    EXPECT_FALSE(one.is_active());
    ASSERT_TRUE(until([&] { return one.is_active(); }));
    EXPECT_EQ(one.terms.back(), 2U);
}

}  // namespace
}  // namespace unrip::presence

// Two replicas: one is active, and the record of promises is the fence between them.

#include "bus/key_value.hpp"
#include "trading_floor.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace unrip::strategy_engine {
namespace {

using ::testing::HasSubstr;

struct TwoEngines : TradingFloor {
    void SetUp() override {
        TradingFloor::SetUp();
        make_streams();
    }
};

TEST_F(TwoEngines, TheSecondTakesOverWithAHigherEpoch) {
    const auto first = engine("engine-1");
    start(*first);
    const auto second = engine("engine-2");
    second->start();
    second->await_ready();
    ASSERT_TRUE(comes_to_say(*second, "/state", "\"holder\":\"engine-1\""));
    EXPECT_THAT(second->get("/state").body, HasSubstr("\"active\":false"));
    EXPECT_THAT(second->get("/healthz").body, HasSubstr("engine-1 is active"));
    arm(*first);
    arm(*second);
    say_facts();
    const auto before = ask_until_approved({.user_sells_btc = true, .in = {}, .out = eure("5")});
    ASSERT_TRUE(before && before->slot);
    const auto promised = promised_eure();

    first->kill_9();
    ASSERT_TRUE(comes_to_say(*second, "/state", "\"active\":true")) << second->log();
    say_facts();
    const auto after = ask_until_approved({.user_sells_btc = true, .in = {}, .out = eure("5")});
    ASSERT_TRUE(after && after->slot) << second->log();
    EXPECT_GT(after->epoch, before->epoch);
    EXPECT_TRUE(until([&] { return commands.back().source == "strategy-engine/engine-2"; }));
    // The first one's promises still stand beside the second one's.
    EXPECT_GT(promised_eure(), promised);
    EXPECT_LE(promised_eure(), eure("600"));
}

TEST_F(TwoEngines, ARecordWithoutSlotsIsTakenOverAtOnceAndOneWithSlotsWhenItIsOnTheDisk) {
    declared_sync = "10m";
    const auto patient = engine("engine-1");
    start(*patient);  // It doesn't wait the twenty minutes.
    EXPECT_EQ(patient->stop(), 0);

    declared_sync = "always";
    const auto first = engine("engine-2");
    start(*first);
    arm(*first);
    say_facts();
    ASSERT_TRUE(ask_until_approved({.user_sells_btc = true, .in = {}, .out = eure("5")}));
    first->kill_9();

    declared_sync = "10m";
    const auto second = engine("engine-3");
    second->start();
    second->await_ready();
    ASSERT_TRUE(comes_to_say(*second, "/state", "\"holder\":\"engine-3\"")) << second->log();
    wait(Milliseconds{300});
    EXPECT_THAT(second->get("/state").body, HasSubstr("\"active\":false"));
}

TEST_F(TwoEngines, OnlyTheActiveOneAnswers) {
    const auto first = engine("engine-1");
    start(*first);
    const auto second = engine("engine-2");
    second->start();
    second->await_ready();
    say_facts();
    for (int count = 0; count < 5; ++count)
        ASSERT_TRUE(ask({.user_sells_btc = true, .in = {}, .out = eure("5")}));
    wait(Milliseconds{300});
    EXPECT_EQ(decisions.size(), 5U);
    for (const auto& decision : decisions)
        EXPECT_EQ(decision.source, "strategy-engine/engine-1");
}

TEST_F(TwoEngines, WhoFailsTheFenceIsNotActiveAnyMore) {
    const auto process = engine("engine-1");
    start(*process);
    const auto written_over = [&] {
        bus::KeyValue bucket{*house, "COMMITMENTS"};
        const auto entry = get(bucket.get(kAccount, kLong));
        if (!entry || !*entry) return false;
        auto other = *messages::decode_document<messages::Commitments>((*entry)->value);
        other.holder = "rival";
        other.epoch += 5;
        auto text = messages::encode_document(other);
        return get(bucket.update(kAccount, std::move(text), (*entry)->revision, kLong)).has_value();
    };
    ASSERT_TRUE(until(written_over));
    arm(*process);
    say_facts();  // It wants to open slots now, and is refused.
    ASSERT_TRUE(until([&] {
        return std::any_of(controls.begin(), controls.end(), [](const auto& control) {
            return control.body.kind == messages::ControlKind::lease_lost;
        });
    })) << process->log();
    EXPECT_TRUE(commands.empty());
    EXPECT_EQ(record().holder, "rival");
    // Nobody else is there, so it takes over anew, above the rival's epoch.
    const auto rivals = record().epoch;
    ASSERT_TRUE(until([&] { return record().epoch > rivals; }));
    EXPECT_EQ(record().holder, "engine-1");
}

}  // namespace
}  // namespace unrip::strategy_engine

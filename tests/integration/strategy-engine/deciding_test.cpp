// From a demand on the bus to the decision and the command.

#include "bus/key_value.hpp"
#include "trading_floor.hpp"
#include "wire/slots.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace unrip::strategy_engine {
namespace {

using messages::DeclineReason;
using ::testing::HasSubstr;

struct Deciding : TradingFloor {
    void SetUp() override {
        TradingFloor::SetUp();
        make_streams();
    }
};

TEST_F(Deciding, WatchesAtTheGoldenPricesWhileDisarmed) {
    const auto process = engine("engine-1");
    start(*process);
    say_facts();
    for (const auto* known : {"\"mid\":\"60000", "\"count_height\":131", "\"salt\":\"252812b3"})
        ASSERT_TRUE(comes_to_say(*process, "/state", known));

    const auto wants_eure = ask({.user_sells_btc = true, .in = {}, .out = eure("5")});
    ASSERT_TRUE(wants_eure);
    EXPECT_EQ(wants_eure->reason, DeclineReason::disarmed) << process->log();
    EXPECT_TRUE(wants_eure->would_quote);
    EXPECT_EQ(wants_eure->amount_in, sat(8'397));

    const auto gives_eure = ask({.user_sells_btc = false, .in = eure("5"), .out = {}});
    ASSERT_TRUE(gives_eure);
    EXPECT_TRUE(gives_eure->would_quote);
    EXPECT_EQ(gives_eure->amount_out, sat(8'271));

    // Both are worth 6 EURe at mid: beyond the limit, and priced all the same.
    const auto gives_btc = ask({.user_sells_btc = true, .in = sat(10'000), .out = {}});
    ASSERT_TRUE(gives_btc);
    EXPECT_EQ(gives_btc->reason, DeclineReason::over_notional_limit);
    EXPECT_EQ(gives_btc->amount_out, *Amount::parse("5955000000000000000"));
    EXPECT_EQ(gives_btc->notional_eure, eure("6"));
    const auto wants_btc = ask({.user_sells_btc = false, .in = {}, .out = sat(10'000)});
    ASSERT_TRUE(wants_btc);
    EXPECT_EQ(wants_btc->reason, DeclineReason::over_notional_limit);
    EXPECT_EQ(wants_btc->amount_in, *Amount::parse("6045000000000000000"));

    EXPECT_TRUE(commands.empty());
    EXPECT_TRUE(record().batches.empty());
    EXPECT_THAT(
        process->get("/metrics").body,
        HasSubstr("unrip_strategy_declines_total{reason=\"disarmed\"} 2")
    );
}

TEST_F(Deciding, ArmedItCommandsOnASlotThatStandsInTheRecord) {
    const auto process = engine("engine-1");
    start(*process);
    arm(*process);
    say_facts();
    const auto decision = ask_until_approved({.user_sells_btc = true, .in = {}, .out = eure("5")});
    ASSERT_TRUE(decision);
    ASSERT_EQ(decision->outcome, messages::DecisionOutcome::approved) << process->log();
    ASSERT_TRUE(until([&] { return commands.size() == 1; }));

    const auto& command = commands.front();
    EXPECT_EQ(command.cause.text(), command.body.decision_id.text());
    EXPECT_EQ(command.body.delta_in.text(), "8397");
    EXPECT_EQ(command.body.delta_out.text(), "-5000000000000000000");
    EXPECT_EQ(command.body.account_id, kAccount);
    EXPECT_EQ(command.body.contract, "intents.near");
    EXPECT_EQ(command.body.instance, "ingest-1");
    EXPECT_EQ(command.body.slot, *decision->slot);
    EXPECT_GT(command.body.expires_at_ms, command.sent_at_ms);

    const auto slot = strategy::parse_slot_id(command.body.slot);
    ASSERT_TRUE(slot);
    const auto written = record();
    const auto batch =
        std::find_if(written.batches.begin(), written.batches.end(), [&](const auto& entry) {
            return entry.batch == slot->batch;
        });
    ASSERT_NE(batch, written.batches.end());
    const auto facts = wire::facts_of(*batch);
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->nonces.at(slot->index), command.body.nonce);
    EXPECT_EQ(written.epoch, command.body.epoch);
    EXPECT_EQ(written.holder, "engine-1");

    const auto noted = std::any_of(notes.begin(), notes.end(), [&](const auto& note) {
        return !note.body.opened.empty() && note.body.opened.front().batch == slot->batch &&
               note.body.request.has_value();
    });
    EXPECT_TRUE(noted);
    EXPECT_TRUE(notes.front().body.is_record);
}

TEST_F(Deciding, IsArmedWhenThatWasSaidBeforeTheBusWasThere) {
    server.stop();
    const auto process = engine("engine-1");
    process->start();
    ASSERT_TRUE(until([&] { return process->post("/arm", R"({"who":"test"})").status == 200; }))
        << process->log();
    server.start();
    ASSERT_TRUE(until([&] { return house->is_connected(); }));
    ASSERT_TRUE(comes_to_say(*process, "/state", "\"active\":true")) << process->log();
    say_facts();
    const auto quote = ask_until_approved({.user_sells_btc = true, .in = {}, .out = eure("5")});
    EXPECT_TRUE(quote && quote->slot) << process->log();
}

TEST_F(Deciding, QuotesNothingWithoutARecordOfPromises) {
    bus::KeyValue bucket{*house, "COMMITMENTS"};
    const auto entry = get(bucket.get(kAccount, kLong));
    ASSERT_TRUE(entry && *entry);
    ASSERT_TRUE(get(bucket.remove(kAccount, (*entry)->revision, kLong)));

    const auto process = engine("engine-1");
    process->start();
    ASSERT_TRUE(comes_to_say(*process, "/state", "\"active\":true")) << process->log();
    arm(*process);
    say_facts();
    wait(Milliseconds{500});
    const auto decision = ask({.user_sells_btc = true, .in = {}, .out = eure("5")});
    ASSERT_TRUE(decision);
    EXPECT_EQ(decision->reason, DeclineReason::no_slot) << process->get("/state").body;
    EXPECT_TRUE(commands.empty());
    ASSERT_FALSE(alerts.empty());
    EXPECT_EQ(alerts.front().body.name, "no_record_of_promises");
    EXPECT_THAT(*alerts.front().body.fix, HasSubstr("unrip-streams"));
    EXPECT_EQ(process->get("/healthz").status, 503);

    make_streams();
    const auto later = ask_until_approved({.user_sells_btc = true, .in = {}, .out = eure("5")});
    ASSERT_TRUE(later);
    EXPECT_EQ(later->outcome, messages::DecisionOutcome::approved) << process->log();
}

TEST_F(Deciding, AfterAKillEverySlotStandsAtItsFullCap) {
    const auto process = engine("engine-1");
    start(*process);
    arm(*process);
    say_facts();
    ASSERT_TRUE(ask_until_approved({.user_sells_btc = true, .in = {}, .out = eure("5")}));
    ASSERT_TRUE(until([&] { return commands.size() == 1; }));
    const auto before = record();
    process->kill_9();

    process->start();
    process->await_ready();
    ASSERT_TRUE(until([&] { return record().epoch > before.epoch; }));
    ASSERT_TRUE(comes_to_say(*process, "/state", "\"stands_on_record\":true")) << process->log();
    const auto after = record();
    ASSERT_EQ(after.batches.size(), before.batches.size());
    for (std::size_t index = 0; index < before.batches.size(); ++index) {
        EXPECT_EQ(after.batches[index], before.batches[index]);
    }
    ASSERT_TRUE(until([&] { return notes.back().body.is_record; })) << "said, and on its way to us";
    EXPECT_EQ(notes.back().body.opened, before.batches);
    EXPECT_THAT(process->get("/state").body, HasSubstr("\"armed\":false"));
}

TEST_F(Deciding, ACleanStopWritesBackWhatIsReallyOutstanding) {
    const auto process = engine("engine-1");
    start(*process);
    arm(*process);
    say_facts();
    const auto decision = ask_until_approved({.user_sells_btc = true, .in = {}, .out = eure("5")});
    ASSERT_TRUE(decision && decision->slot);
    EXPECT_EQ(process->stop(), 0) << process->log();

    const auto left = record();
    ASSERT_EQ(left.batches.size(), 1U);
    const auto slot = strategy::parse_slot_id(*decision->slot);
    EXPECT_EQ(left.batches.front().batch, slot->batch);
    const std::vector<messages::SlotRange> one{{slot->index, 1}};
    EXPECT_EQ(left.batches.front().standing, one);
}

TEST_F(Deciding, ADemandInTheDarkIsDeclinedByName) {
    const auto process = engine("engine-1");
    start(*process);
    arm(*process);
    const auto blind = ask({.user_sells_btc = true, .in = {}, .out = eure("5")});
    ASSERT_TRUE(blind);
    EXPECT_EQ(blind->reason, DeclineReason::no_price);
    say_price();
    wait(Milliseconds{200});
    const auto uncounted = ask({.user_sells_btc = true, .in = {}, .out = eure("5")});
    ASSERT_TRUE(uncounted);
    EXPECT_EQ(uncounted->reason, DeclineReason::no_inventory);
    EXPECT_FALSE(uncounted->would_quote);
}

}  // namespace
}  // namespace unrip::strategy_engine

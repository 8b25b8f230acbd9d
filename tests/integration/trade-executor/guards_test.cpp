// Who may sign, when it must not, and how promises are taken back.

#include "integration/trade-executor/executor_house.hpp"
#include "near/rfc3339.hpp"

#include <nlohmann/json.hpp>

#include <atomic>
#include <fstream>
#include <thread>

namespace unrip::bus {
namespace {

using messages::ExecutorRefusal;
using messages::ResponseVerdict;
using messages::ResultOutcome;
using messages::SettlementEvidence;
using messages::SettlementState;
using messages::SlotMode;

struct Guards : ExecutorHouse {
    void open_house(SlotMode mode = SlotMode::reserve) {
        say_the_world();
        open_slots("7-1", mode, 4);
        play_ingest(ResponseVerdict::accepted);
        ASSERT_TRUE(executor.comes_to_say("/state", R"("open":4)")) << executor.log();
    }

    /// Answers as liquidity-manager would, as long as what it returns is kept. So many requests
    /// it refuses first.
    Subscription play_liquidity(
        std::vector<messages::ExecuteIntents>& executions, std::size_t refused_first = 0
    ) {
        auto playing = subscribe<messages::ExecuteIntents>(
            *connection,
            Inflow{},
            [this, &executions, refused_first](const auto& envelope, const Incoming& asked_of_us) {
                executions.push_back(envelope.body);
                messages::ExecuteIntentsReply reply;
                reply.action_id = envelope.body.action_id;
                reply.verdict = messages::ExecutionVerdict::refused;
                if (executions.size() > refused_first) {
                    reply.verdict = messages::ExecutionVerdict::taken;
                    reply.tx_hash = "tx-burn";
                }
                EXPECT_TRUE(bus::reply(*connection, asked_of_us, envelope_of("reply", reply)));
            },
            [](const Incoming&, const Error& error) { FAIL() << error.detail; }
        );
        EXPECT_TRUE(get(connection->stands_for(Milliseconds{100})));
        return playing;
    }

    messages::TradeResult execute(const messages::Envelope<messages::ExecuteTrade>& command) {
        send(command);
        return result_of(CommandId{command.id.text()}).body;
    }
};

TEST_F(Guards, IsNotArmedWithoutARegisteredKeyUnlessForced) {
    say_the_world();
    messages::Venue venue;
    venue.account_id = "maker.near";
    venue.contract = "intents.near";
    venue.block = {9'000'000'000'000, "block", to_unix_ns(clock.now())};
    venue.current_salt = "252812b3";
    say("ven-keyless", venue);
    ASSERT_TRUE(executor.comes_to_say("/state", R"("is_registered":false)"));
    const auto refused = executor.post("/arm");
    EXPECT_EQ(refused.status, 409);
    EXPECT_NE(refused.body.find("key_not_registered"), std::string::npos) << refused.body;
    EXPECT_EQ(executor.post("/arm", R"({"force":true})").status, 200);

    open_slots("7-1", SlotMode::reserve, 1);
    ASSERT_TRUE(executor.comes_to_say("/state", R"("open":1)"));
    EXPECT_EQ(execute(command_on("7-1/0")).refusal, ExecutorRefusal::key_not_registered)
        << "forced open, the door still has its checks";
}

TEST_F(Guards, IsNotArmedWhenNothingIsCredited) {
    count(-100'000'000, -i128{1'000} * 1'000'000'000'000'000'000);
    ASSERT_TRUE(until([&] { return executor.post("/arm").status == 409; }));
    EXPECT_NE(executor.post("/arm").body.find("nothing_credited"), std::string::npos);
}

TEST_F(Guards, SaysExpiredByTheBooksOfACountPastTheDeadline) {
    open_house();
    arm();
    auto command = command_on("7-1/0");
    command.body.deadline = near::to_rfc3339(clock.now() + std::chrono::seconds{3});
    const auto result = execute(command);
    ASSERT_EQ(result.outcome, ResultOutcome::accepted) << messages::encode_body(result);
    ASSERT_TRUE(until([&] {
        return clock.now() > *near::parse_rfc3339(command.body.deadline) + Milliseconds{200};
    }));
    count();
    ASSERT_TRUE(comes_to(*result.quote_hash, SettlementState::expired)) << executor.log();
    const auto expired = words_of(*result.quote_hash).back();
    EXPECT_EQ(expired.evidence, SettlementEvidence::books_balance);
    EXPECT_TRUE(expired.is_last);
}

TEST_F(Guards, SignsWhatOvertookTheWordOfItsSlot) {
    open_house();
    arm();
    const auto note = slots_of("7-2", SlotMode::reserve, 1);
    const auto command = command_on("7-2/0");
    say_the_price();
    ASSERT_TRUE(bus::publish(*publisher, command));
    ASSERT_TRUE(bus::publish(*publisher, note));
    EXPECT_EQ(result_of(CommandId{command.id.text()}).body.outcome, ResultOutcome::accepted)
        << executor.log();

    slots_of("7-3", SlotMode::reserve, 1);
    EXPECT_EQ(execute(command_on("7-3/0")).refusal, ExecutorRefusal::unknown_slot)
        << "nobody ever told of it";
}

TEST_F(Guards, ShowsTheSecondOfALaneAsFailedByItsNonce) {
    open_house(SlotMode::lanes);
    arm();
    const auto first = *execute(command_on("7-1/0")).quote_hash;
    const auto second = *execute(command_on("7-1/0")).quote_hash;
    const auto third = *execute(command_on("7-1/0")).quote_hash;
    EXPECT_EQ(execute(command_on("7-1/0")).refusal, ExecutorRefusal::lane_full);

    say_matched(first, "tx-1");
    say_matched(second, "tx-2");
    ASSERT_TRUE(comes_to(second, SettlementState::matched)) << executor.log();
    EXPECT_EQ(execute(command_on("7-1/0")).refusal, ExecutorRefusal::slot_closed);

    node.use_nonce(asked[0].signed_data.nonce);
    node.settle(
        "tx-1",
        "maker.near",
        first.text(),
        {{"nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near",
          "5000000000000000000"},
         {"nep141:btc.omft.near", "-8271"}}
    );
    node.fail("tx-2", "Smart contract panicked: nonce was already used");
    EXPECT_TRUE(comes_to(first, SettlementState::settled)) << executor.log();
    EXPECT_TRUE(comes_to(third, SettlementState::expired)) << executor.log();
    ASSERT_TRUE(comes_to(second, SettlementState::failed)) << executor.log();
    const auto failed = words_of(second).back();
    EXPECT_EQ(failed.failure, messages::SettlementFailure::nonce_used);
    EXPECT_TRUE(failed.is_last);
}

TEST_F(Guards, FindsOutThatALaneIsUsedAlthoughTheRelaySaidNothing) {
    open_house(SlotMode::lanes);
    arm();
    const auto first = *execute(command_on("7-1/0")).quote_hash;
    node.use_nonce(asked[0].signed_data.nonce);
    play_ingest(ResponseVerdict::rejected);
    const auto second = execute(command_on("7-1/0"));
    ASSERT_EQ(second.outcome, ResultOutcome::rejected) << "which makes it look at once";
    ASSERT_TRUE(comes_to(first, SettlementState::unknown)) << executor.log();
    ASSERT_TRUE(comes_to(*second.quote_hash, SettlementState::unknown)) << executor.log();
    const auto doubt = words_of(first).back();
    EXPECT_EQ(doubt.is_nonce_used, true);
    EXPECT_TRUE(doubt.block) << "the engine closes the lane at this block";
    EXPECT_FALSE(doubt.is_last);
    EXPECT_EQ(execute(command_on("7-1/0")).refusal, ExecutorRefusal::nonce_used);

    say_matched(first, "tx-1");
    EXPECT_TRUE(comes_to(first, SettlementState::matched)) << "a late word still counts";
}

TEST_F(Guards, BurnsTheNoncesOfWhatItSigned) {
    open_house();
    arm();
    const auto command = command_on("7-1/0");
    const auto result = execute(command);
    ASSERT_EQ(result.outcome, ResultOutcome::accepted) << messages::encode_body(result);

    std::vector<messages::ExecuteIntents> executions;
    const auto liquidity = play_liquidity(executions);
    // The call blocks this thread, so the loop that answers turns in another.
    test::ServiceProcess::Answer answer;
    std::atomic<bool> has_answered = false;
    std::thread caller{[&] {
        answer = executor.post("/disarm", R"({"revoke":true,"reason":"a test"})");
        has_answered = true;
    }};
    EXPECT_TRUE(until([&] { return has_answered.load(); }));
    caller.join();
    EXPECT_EQ(answer.status, 200);
    EXPECT_NE(answer.body.find(R"("armed":false)"), std::string::npos) << answer.body;
    EXPECT_NE(answer.body.find("tx-burn"), std::string::npos) << answer.body;
    ASSERT_EQ(executions.size(), 1U);
    ASSERT_EQ(executions[0].intents.size(), 1U) << "one slot carries a signature";
    EXPECT_EQ(executions[0].intents[0].nonce, command.body.nonce);
    EXPECT_NE(executions[0].intents[0].message.find(R"("intents":[])"), std::string::npos);
}

TEST_F(Guards, BurnsByItselfWhatTheEngineWantsBurnt) {
    open_house();
    std::vector<messages::ExecuteIntents> executions;
    const auto liquidity = play_liquidity(executions, 1);
    messages::Slots wish;
    wish.account_id = "maker.near";
    wish.epoch = 7;
    wish.revision = 2;
    wish.revoke = {SlotId{"7-1/1"}, SlotId{"7-1/3"}};
    say("slt-7-wish", wish);
    ASSERT_TRUE(until([&] { return !executions.empty(); })) << executor.log();
    ASSERT_EQ(executions[0].intents.size(), 2U);
    EXPECT_EQ(executions[0].intents[0].nonce, command_on("7-1/1").body.nonce);
    EXPECT_EQ(executions[0].intents[1].nonce, command_on("7-1/3").body.nonce);
    EXPECT_NE(executions[0].intents[0].message.find(R"("intents":[])"), std::string::npos);

    arm();
    EXPECT_EQ(execute(command_on("7-1/1")).refusal, ExecutorRefusal::slot_closed);
    ASSERT_TRUE(until([&] { return executions.size() > 1; })) << executor.log();
    EXPECT_EQ(executions[1].action_id, executions[0].action_id)
        << "refused it may be recorded all the same, and must not be made twice";
    EXPECT_EQ(execute(command_on("7-1/0")).outcome, ResultOutcome::accepted);
    EXPECT_EQ(executions.size(), 2U) << "what was taken is not asked for again";
}

TEST_F(Guards, BurnsTheRestWhenATransactionFailsBecauseOneNonceWasUsed) {
    open_house();
    std::vector<messages::ExecuteIntents> executions;
    const auto liquidity = play_liquidity(executions);
    messages::Slots wish;
    wish.account_id = "maker.near";
    wish.epoch = 7;
    wish.revision = 2;
    wish.revoke = {SlotId{"7-1/1"}, SlotId{"7-1/3"}};
    say("slt-7-wish", wish);
    ASSERT_TRUE(until([&] { return !executions.empty(); })) << executor.log();

    node.use_nonce(executions[0].intents[0].nonce);
    const auto say_ended = [&](const std::string& action, messages::LiquidityState state) {
        messages::LiquidityAction ended;
        ended.action_id = action;
        ended.kind = messages::LiquidityKind::execution;
        ended.state = state;
        ended.step = 4;
        ended.account_id = "maker.near";
        say("liq-" + action + "-4", ended);
    };
    say_ended(executions[0].action_id, messages::LiquidityState::rejected);
    ASSERT_TRUE(until([&] { return executions.size() == 2; })) << executor.log();
    ASSERT_EQ(executions[1].intents.size(), 1U);
    EXPECT_EQ(executions[1].intents[0].nonce, executions[0].intents[1].nonce);
    EXPECT_NE(executions[1].action_id, executions[0].action_id);

    node.use_nonce(executions[1].intents[0].nonce);
    say_ended(executions[1].action_id, messages::LiquidityState::executed);
    EXPECT_TRUE(executor.comes_to_say("/state", R"("being_burnt":0)")) << executor.log();
    EXPECT_EQ(executions.size(), 2U);
}

TEST_F(Guards, SaysWhyNothingWasBurntWithoutLiquidityManager) {
    open_house();
    const auto answer = executor.post("/revoke", R"({"all":true})");
    EXPECT_EQ(answer.status, 200);
    EXPECT_NE(answer.body.find(R"("verdict":"refused")"), std::string::npos) << answer.body;
    EXPECT_NE(answer.body.find(R"("slots":4)"), std::string::npos) << answer.body;
    EXPECT_EQ(executor.post("/revoke", R"({"all":1})").status, 400);
}

TEST_F(Guards, LeavesCommandsToTheOneThatHoldsTheLeaseAndTakesOverAfterIt) {
    test::ServiceProcess other{
        "trade-executor", "TRADE_EXECUTOR_PORT", environment(nats, node, "executor-2")};
    other.start();
    other.await_ready();
    open_house();
    say_the_world();
    arm();
    ASSERT_EQ(other.post("/arm").status, 200);
    const auto command = command_on("7-1/0");
    EXPECT_EQ(execute(command).outcome, ResultOutcome::accepted);
    EXPECT_TRUE(other.comes_to_say(
        "/metrics", R"(unrip_executor_commands_total{outcome="left_to_another"} 1)"
    ));
    EXPECT_EQ(results_of(CommandId{command.id.text()}), 1U);

    executor.kill_9();
    ASSERT_TRUE(other.comes_to_say("/state", R"("is_up_to_date":true)")) << other.log();
    say_the_world();
    const auto same_slot = execute(command_on("7-1/0"));
    EXPECT_EQ(same_slot.refusal, ExecutorRefusal::lane_full)
        << "it knows what the other one signed";
    const auto next = execute(command_on("7-1/1"));
    EXPECT_EQ(next.outcome, ResultOutcome::accepted) << messages::encode_body(next);
}

TEST_F(Guards, DisarmsItselfAndRaisesAnAlertPastARollingLimit) {
    EXPECT_EQ(executor.stop(), 0);
    const test::TemporaryDirectory directory;
    std::ifstream sandbox{std::string{UNRIP_SOURCE_DIR} + "/deploy/policy/sandbox.json"};
    auto policy = nlohmann::ordered_json::parse(sandbox);
    policy["executor"]["rolling"]["signed_per_hour"] = "9000000000000000000";
    directory.write("policy.json", policy.dump());
    auto variables = environment(nats, node, "executor-2");
    variables["UNRIP_POLICY_FILE"] = (directory.path() / "policy.json").string();
    test::ServiceProcess limited{"trade-executor", "TRADE_EXECUTOR_PORT", variables};
    limited.start();
    limited.await_ready();
    ASSERT_TRUE(limited.comes_to_say("/state", R"("is_up_to_date":true)")) << limited.log();
    say_the_world();
    open_slots("7-1", SlotMode::reserve, 4);
    play_ingest(ResponseVerdict::accepted);
    ASSERT_TRUE(limited.comes_to_say("/state", R"("open":4)")) << limited.log();
    ASSERT_EQ(limited.post("/arm").status, 200);

    std::vector<messages::Alert> alerts;
    const auto listening = subscribe<messages::Alert>(
        *connection,
        Inflow{},
        [&](const auto& envelope, const Incoming&) { alerts.push_back(envelope.body); },
        [](const Incoming&, const Error& error) { FAIL() << error.detail; }
    );
    ASSERT_TRUE(get(connection->stands_for(Milliseconds{100})));
    EXPECT_EQ(execute(command_on("7-1/0")).outcome, ResultOutcome::accepted);
    EXPECT_EQ(execute(command_on("7-1/1")).refusal, ExecutorRefusal::signed_notional_limit);
    EXPECT_EQ(execute(command_on("7-1/2")).refusal, ExecutorRefusal::disarmed);
    ASSERT_TRUE(until([&] { return !alerts.empty(); })) << limited.log();
    EXPECT_EQ(alerts[0].name, "executor_limit");
    EXPECT_EQ(alerts[0].severity, messages::AlertSeverity::critical);
}

TEST_F(Guards, EndsInGoodOrderAndLetsTheNextOneInAtOnce) {
    open_house();
    arm();
    ASSERT_EQ(execute(command_on("7-1/0")).outcome, ResultOutcome::accepted);
    EXPECT_EQ(executor.stop(), 0) << executor.log();
    EXPECT_NE(executor.log().find("give the lease back"), std::string::npos);
    EXPECT_NE(executor.log().find("say goodbye"), std::string::npos);

    executor.start();
    ASSERT_TRUE(executor.comes_to_say("/state", R"("followed":1)")) << executor.log();
    EXPECT_TRUE(executor.comes_to_say("/state", R"("used":"5000000000000000000")"))
        << "what was signed within the hour still counts";
    EXPECT_EQ(execute(command_on("7-1/1")).refusal, ExecutorRefusal::disarmed);
}

TEST_F(Guards, WhatWasCountedBeforeItsStartIsKnown) {
    say_the_world();
    EXPECT_EQ(executor.stop(), 0);
    executor.start();
    executor.await_ready();
    ASSERT_TRUE(executor.comes_to_say("/state", R"("is_up_to_date":true)")) << executor.log();
    const auto shown = executor.get("/state").body;
    EXPECT_EQ(shown.find(R"("inventory_age_ms":null)"), std::string::npos) << shown;
    EXPECT_EQ(shown.find(R"("venue_age_ms":null)"), std::string::npos) << shown;
}

}  // namespace
}  // namespace unrip::bus

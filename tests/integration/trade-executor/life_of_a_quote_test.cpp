// A command's way through the real process: signed, answered, matched, settled.

#include "integration/trade-executor/executor_house.hpp"

namespace unrip::bus {
namespace {

using messages::ExecutorRefusal;
using messages::ResponseVerdict;
using messages::ResultOutcome;
using messages::SettlementEvidence;
using messages::SettlementState;
using messages::SlotMode;

constexpr auto kEure = "nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near";

struct LifeOfAQuote : ExecutorHouse {
    void SetUp() override {
        ExecutorHouse::SetUp();
        say_the_world();
        open_slots("7-1", SlotMode::reserve, 4);
        play_ingest(ResponseVerdict::accepted);
        ASSERT_TRUE(executor.comes_to_say("/state", R"("open":4)")) << executor.log();
    }

    /// Sends it and gives back what came of it.
    messages::TradeResult execute(const messages::Envelope<messages::ExecuteTrade>& command) {
        send(command);
        return result_of(CommandId{command.id.text()}).body;
    }
};

TEST_F(LifeOfAQuote, EndsSettledWithTheDeltasThatWerePromised) {
    arm();
    const auto command = command_on("7-1/0");
    const auto result = execute(command);
    ASSERT_EQ(result.outcome, ResultOutcome::accepted) << messages::encode_body(result);
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].signed_data.nonce, command.body.nonce);
    EXPECT_NE(asked[0].signed_data.message.find(command.body.deadline), std::string::npos);
    EXPECT_EQ(asked[0].amount, Amount{8'271});
    ASSERT_EQ(signed_quotes.size(), 1U);
    EXPECT_EQ(signed_quotes[0].body.quote_hash, result.quote_hash);
    EXPECT_EQ(signed_quotes[0].cause, command.id);

    const auto hash = *result.quote_hash;
    say_matched(hash, "tx-1");
    ASSERT_TRUE(comes_to(hash, SettlementState::matched)) << executor.log();
    node.settle(
        "tx-1",
        "maker.near",
        hash.text(),
        {{kEure, "5000000000000000000"}, {"nep141:btc.omft.near", "-8271"}}
    );
    ASSERT_TRUE(comes_to(hash, SettlementState::settled)) << executor.log();
    const auto settled = words_of(hash).back();
    EXPECT_TRUE(settled.is_last);
    EXPECT_EQ(settled.evidence, SettlementEvidence::transaction_logs);
    EXPECT_EQ(settled.is_as_promised, true);
    EXPECT_EQ(settled.tx_hash, "tx-1");
    // 5 EURe for 8271 satoshi, worth 4.9626 EURe at 60000.
    EXPECT_EQ(unrip::to_text(*settled.realised_pnl_eure), "37400000000000000");
    EXPECT_EQ(words_of(hash).size(), 2U);
}

TEST_F(LifeOfAQuote, IsRefusedAndRecordedWhileDisarmed) {
    const auto result = execute(command_on("7-1/0"));
    EXPECT_EQ(result.outcome, ResultOutcome::refused);
    EXPECT_EQ(result.refusal, ExecutorRefusal::disarmed);
    EXPECT_FALSE(result.quote_hash);
    EXPECT_TRUE(asked.empty());
    EXPECT_TRUE(signed_quotes.empty());
}

TEST_F(LifeOfAQuote, GivesOneSignatureAndOneResultForACommandThatComesTwice) {
    arm();
    const auto command = command_on("7-1/0");
    const auto result = execute(command);
    EXPECT_EQ(result.outcome, ResultOutcome::accepted);
    send(command);
    send(command);
    EXPECT_TRUE(
        executor.comes_to_say("/metrics", R"(unrip_executor_commands_total{outcome="repeated"} 2)")
    ) << executor.get("/metrics").body;
    EXPECT_EQ(asked.size(), 1U);
    EXPECT_EQ(results_of(CommandId{command.id.text()}), 1U);
    EXPECT_EQ(signed_quotes.size(), 1U);
}

TEST_F(LifeOfAQuote, SaysWhatTheRelayAndTheIngestSay) {
    arm();
    play_ingest(ResponseVerdict::rejected);
    const auto rejected = execute(command_on("7-1/0"));
    EXPECT_EQ(rejected.outcome, ResultOutcome::rejected);
    EXPECT_EQ(rejected.rejection, messages::RelayRejection::too_late);
    EXPECT_TRUE(rejected.quote_hash);

    auto elsewhere = command_on("7-1/1");
    elsewhere.body.instance = "ingest-9";
    elsewhere.body.connection_id = "ingest-9-1";
    const auto absent = execute(elsewhere);
    EXPECT_EQ(absent.outcome, ResultOutcome::rejected);
    EXPECT_EQ(absent.rejection, messages::RelayRejection::ingest_absent);

    play_ingest(ResponseVerdict::unknown);
    const auto unknown = execute(command_on("7-1/2"));
    EXPECT_EQ(unknown.outcome, ResultOutcome::unknown);
    EXPECT_TRUE(unknown.quote_hash) << "it may have been sent, so it is followed";
}

TEST_F(LifeOfAQuote, IsUnknownWhenTheExecutorDiedBeforeTheVerdictAndNeverSignedAgain) {
    arm();
    play_ingest(ResponseVerdict::unknown);
    const auto command = command_on("7-1/0");
    send(command);
    ASSERT_TRUE(until([&] { return asked.size() == 1; })) << executor.log();
    ASSERT_TRUE(get(connection->stands_for(Milliseconds{200})));
    executor.kill_9();
    EXPECT_EQ(results_of(CommandId{command.id.text()}), 0U);

    executor.start();
    const auto result = result_of(CommandId{command.id.text()}).body;
    EXPECT_EQ(result.outcome, ResultOutcome::unknown);
    ASSERT_EQ(result.quote_hash, asked[0].quote_hash);

    // Delivered again it has its result; and what it promised is followed to its end.
    say_the_world();
    arm();
    send(command);
    EXPECT_TRUE(
        executor.comes_to_say("/metrics", R"(unrip_executor_commands_total{outcome="repeated"} 1)")
    );
    EXPECT_EQ(asked.size(), 1U);
    const auto second = execute(command_on("7-1/0"));
    EXPECT_EQ(second.refusal, ExecutorRefusal::lane_full) << "a slot of reserve carries one quote";

    const auto hash = *result.quote_hash;
    node.settle(
        "tx-1",
        "maker.near",
        hash.text(),
        {{kEure, "5000000000000000000"}, {"nep141:btc.omft.near", "-8271"}}
    );
    say_matched(hash, "tx-1");
    EXPECT_TRUE(comes_to(hash, SettlementState::settled)) << executor.log();
}

}  // namespace
}  // namespace unrip::bus

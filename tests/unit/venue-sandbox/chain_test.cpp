#include "near/dip4.hpp"
#include "unit/venue-sandbox/world.hpp"

#include <gtest/gtest.h>

namespace unrip::sandbox {
namespace {

using std::chrono::seconds;

std::vector<SignedIntent> trade() {
    return {signed_intent({}), signed_intent(ChainWorld::counterpart())};
}

TEST(ChainTest, ASettlementMovesTheTokensAndPaysTheFees) {
    ChainWorld world;
    Settlement seen;
    const auto hash = world.chain.settle(trade(), [&](const auto& one) { seen = one; });
    EXPECT_TRUE(seen.tx_hash.empty()) << "nothing happens before a block";
    world.pass(1);
    EXPECT_TRUE(world.chain.transaction(hash)->is_included());
    EXPECT_FALSE(world.chain.transaction(hash)->is_done());
    world.pass(1);

    EXPECT_EQ(seen.tx_hash, hash);
    EXPECT_TRUE(seen.outcome.verdict.ok()) << panic_text(seen.outcome.verdict);
    EXPECT_EQ(world.balance("maker.near", kTake), u128{800});
    EXPECT_EQ(world.balance("maker.near", kGive), u128{100});
    EXPECT_EQ(world.balance("taker.near", kTake), u128{199});
    EXPECT_EQ(world.balance("taker.near", kGive), u128{899});
    EXPECT_EQ(world.balance("fee.intents.near", kTake), u128{1});
    EXPECT_EQ(world.balance("fee.intents.near", kGive), u128{1});
}

TEST(ChainTest, ASettlementLogsWhatReadersOfTheChainExpect) {
    ChainWorld world;
    const auto hash = world.chain.settle(trade(), {});
    world.pass(2);
    const auto& receipt = world.chain.transaction(hash)->receipts.at(0);
    EXPECT_EQ(receipt.executor_id, "intents.near");

    const auto events = near::parse_dip4_logs(receipt.logs);
    EXPECT_EQ(events.unreadable, 0U);
    const auto changes = near::changes_of(events, "maker.near");
    ASSERT_TRUE(changes.has_value());
    const near::Deltas deltas{{kGive, 100}, {kTake, -200}};
    EXPECT_EQ(changes->deltas, deltas);
    EXPECT_EQ(changes->fees.at(kTake), u128{1});
    ASSERT_EQ(changes->executed.size(), 1U);
    EXPECT_EQ(changes->executed[0].intent_hash, signed_intent({}).hash);
    EXPECT_EQ(changes->executed[0].nonce, near::to_text(nonce_of({})));

    EXPECT_EQ(
        receipt.logs.front(),
        R"(EVENT_JSON:{"standard":"dip4","version":"0.4.3","event":"token_diff","data":)"
        R"([{"account_id":"maker.near","intent_hash":")" +
            signed_intent({}).hash +
            R"(","diff":{"nep141:usdt.tether-token.near":"100","nep141:wrap.near":"-200"},)"
            R"("fees_collected":{"nep141:wrap.near":"1"}}]})"
    );
    EXPECT_NE(receipt.logs.back().find("\"mt_transfer\""), std::string::npos);
    EXPECT_NE(
        receipt.logs.back().find(
            R"({"old_owner_id":"taker.near","new_owner_id":"maker.near",)"
            R"("token_ids":["nep141:usdt.tether-token.near"],"amounts":["100"]})"
        ),
        std::string::npos
    ) << receipt.logs.back();
}

TEST(ChainTest, OfTwoUnderOneNonceTheSecondFailsWhole) {
    ChainWorld world;
    auto other = ChainWorld::counterpart();
    other.nonce_number = 10;
    Settlement first;
    Settlement second;
    world.chain.settle(trade(), [&](const auto& one) { first = one; });
    world.chain.settle({signed_intent({}), signed_intent(other)}, [&](const auto& one) {
        second = one;
    });
    world.pass(2);
    EXPECT_TRUE(first.outcome.verdict.ok());
    EXPECT_EQ(second.outcome.verdict.refusal, Refusal::nonce_used);
    EXPECT_EQ(world.balance("taker.near", kGive), u128{899});
    EXPECT_EQ(world.chain.stats().failed_by_reason.at("nonce_used"), 1U);
    const auto* failed = world.chain.transaction(second.tx_hash)->result();
    EXPECT_EQ(failed->failure, "Smart contract panicked: nonce was already used");
}

TEST(ChainTest, OneNonceTwiceInOneBatchIsRefused) {
    ChainWorld world;
    auto again = Draft{};
    again.diff = {{kGive, "1"}, {kTake, "-1"}};
    const auto outcome =
        world.chain.verifier().simulate({signed_intent({}), signed_intent(again)}, world.now);
    EXPECT_EQ(outcome.verdict.refusal, Refusal::nonce_used);
}

TEST(ChainTest, TheFinalBlockLiesBehindAndRemembersItsOwnState) {
    ChainWorld world;
    world.pass(5);
    world.chain.settle(trade(), {});
    world.pass(2);
    const auto& blocks = world.chain.blocks();
    const auto& ledger = world.chain.verifier().ledger();
    EXPECT_EQ(blocks.newest().height - blocks.final().height, 3U);
    EXPECT_EQ(ledger.balance("maker.near", kTake, blocks.newest().height), u128{800});
    EXPECT_EQ(ledger.balance("maker.near", kTake, blocks.final().height), u128{1'000});
    EXPECT_FALSE(ledger.is_nonce_used("maker.near", nonce_of({}), blocks.final().height));
    world.pass(3);
    EXPECT_EQ(ledger.balance("maker.near", kTake, blocks.final().height), u128{800});
    EXPECT_TRUE(ledger.is_nonce_used("maker.near", nonce_of({}), blocks.final().height));
}

TEST(ChainTest, BlocksComeByTheClockAndTheirTimeMayRunAhead) {
    ChainWorld world;
    const auto height = world.chain.stats().height;
    world.chain.faults().time_offset = seconds{30};
    world.pass(1);
    EXPECT_EQ(world.chain.stats().height, height + 1);
    EXPECT_EQ(world.chain.stats().block_time, world.now + seconds{30});
    Draft draft;
    draft.deadline = world.now + seconds{29};
    EXPECT_EQ(world.judge(draft).refusal, Refusal::deadline_passed);

    world.chain.faults().time_offset = Milliseconds{0};
    world.pass(1);
    EXPECT_GT(world.chain.stats().block_time, world.now) << "block time never goes back";
}

TEST(ChainTest, AHaltedChainStandsStillAndGoesOnLater) {
    ChainWorld world;
    const auto height = world.chain.stats().height;
    world.chain.faults().halted = true;
    world.pass(10);
    EXPECT_EQ(world.chain.stats().height, height);
    world.chain.faults().halted = false;
    world.pass(1);
    EXPECT_EQ(world.chain.stats().height, height + 1);
}

TEST(ChainTest, ALongSleepIsNotMadeUpForBlockByBlock) {
    ChainWorld world;
    const auto height = world.chain.stats().height;
    world.chain.advance(world.now + std::chrono::hours{1});
    EXPECT_LT(world.chain.stats().height, height + 100);
}

TEST(ChainTest, CleanUpForgetsNoncesThatNobodyCanUseAgain) {
    ChainWorld world;
    Draft early;
    early.nonce_number = 3;
    early.intents_json = "[]";
    early.deadline = early.nonce_deadline = kStart + seconds{10};
    world.chain.settle({signed_intent(early)}, {});
    world.chain.settle(trade(), {});
    world.pass(2);
    EXPECT_EQ(world.chain.stats().used_nonces, 3U);
    EXPECT_EQ(world.chain.clean_up_nonces(), 0U);

    world.pass(20);
    EXPECT_EQ(world.chain.clean_up_nonces(), 1U);
    const auto& ledger = world.chain.verifier().ledger();
    EXPECT_FALSE(ledger.is_nonce_used("maker.near", nonce_of(early)));
    EXPECT_TRUE(ledger.is_nonce_used("maker.near", nonce_of({})));

    world.chain.rotate_salt(true);
    EXPECT_EQ(world.chain.clean_up_nonces(), 2U) << "their salt is no longer valid";
}

TEST(ChainTest, ProfitIsOfTradesAtTrueAndAtPresentPrices) {
    ChainWorld world;
    double near_price = 0.5;
    world.chain.set_prices([&](std::string_view token) -> std::optional<double> {
        return token == kTake ? near_price : 1.0;
    });
    world.chain.credit("maker.near", kGive, 77);
    world.chain.settle(trade(), {});
    world.pass(2);
    near_price = 0.25;
    const auto profit = world.chain.profit("maker.near");
    EXPECT_DOUBLE_EQ(profit.at_trade, 100 - 200 * 0.5);
    EXPECT_DOUBLE_EQ(profit.value, 100 - 200 * 0.25);
    EXPECT_DOUBLE_EQ(profit.turnover, 100);
    EXPECT_EQ(profit.trades, 1U);
    EXPECT_TRUE(profit.unpriced.empty());
}

TEST(ChainTest, ATokenWithoutAPriceIsNamedAndNotTakenForNothing) {
    ChainWorld world;
    world.chain.set_prices([](std::string_view token) -> std::optional<double> {
        return token == kGive ? std::optional{1.0} : std::nullopt;
    });
    world.chain.settle(trade(), {});
    world.pass(2);
    EXPECT_EQ(world.chain.profit("maker.near").unpriced, std::vector<std::string>{kTake});
}

}  // namespace
}  // namespace unrip::sandbox

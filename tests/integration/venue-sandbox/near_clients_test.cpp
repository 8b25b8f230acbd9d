// Our own clients against the simulated chain, over sockets.

#include "integration/venue-sandbox/near_doors.hpp"
#include "near/dip4.hpp"
#include "near/transaction_sender.hpp"
#include "near/verifier_refusal.hpp"
#include "near/withdraw_outcome.hpp"

#include <gtest/gtest.h>

namespace unrip::sandbox {
namespace {

using near::BlockRef;
using State = near::SendReport::State;

class NearClientsTest : public testing::Test {
  protected:
    NearClientsTest() {
        doors_.world().chain.add_access_key("maker.near", key_of(1).public_key(), true);
        doors_.world().pass(4);
    }

    Result<near::SendReport> send(std::string method, std::string args, unsigned yocto = 1) {
        near::FunctionCall call{
            std::move(method), std::move(args), 100 * near::kTeragas, Amount{yocto}};
        std::vector<near::Action> actions;
        actions.emplace_back(std::move(call));
        return doors_.run(sender_.execute("intents.near", std::move(actions), store));
    }

    static Task<Result<void>> store(near::PreparedTransaction) { co_return Result<void>{}; }

    NearDoors doors_;
    near::Verifier verifier_{doors_.client(), "intents.near"};
    near::SecretKey key_ = key_of(1);
    near::TransactionSender sender_{
        doors_.client(),
        doors_.outside(),
        "maker.near",
        key_,
        {Milliseconds{5}, Milliseconds{9'000}}};
};

TEST_F(NearClientsTest, ReadsASnapshotAtOneBlock) {
    const std::vector<AssetId> tokens{*AssetId::parse(kGive), *AssetId::parse(kTake)};
    const auto snapshot = doors_.run(verifier_.snapshot("maker.near", tokens));
    ASSERT_TRUE(snapshot) << snapshot.error().detail;
    const std::vector<Amount> balances{Amount{0}, Amount{1'000}};
    EXPECT_EQ(snapshot->balances, balances);
    EXPECT_EQ(near::to_text(snapshot->salt), "252812b3");
    EXPECT_EQ(snapshot->fee.count(), 1U);
    EXPECT_FALSE(snapshot->account_locked);
}

TEST_F(NearClientsTest, AsksEveryViewThatTheVerifierHas) {
    const auto block = BlockRef::optimistic();
    const auto key = key_of(1).public_key();
    EXPECT_TRUE(doors_.run(verifier_.has_public_key("maker.near", key, block))->value);
    EXPECT_EQ(doors_.run(verifier_.public_keys("maker.near", block))->value.size(), 1U);
    EXPECT_EQ(doors_.run(verifier_.fee_collector(block))->value, "fee.intents.near");
    EXPECT_TRUE(doors_.run(verifier_.is_valid_salt(Draft{}.salt, block))->value);
    EXPECT_FALSE(doors_.run(verifier_.is_nonce_used("maker.near", nonce_of({}), block))->value);
    EXPECT_TRUE(doors_.run(verifier_.accepts_predecessor("maker.near", block))->value);
    EXPECT_EQ(
        doors_.run(verifier_.token_ids("maker.near", block))->value, std::vector<std::string>{kTake}
    );
}

TEST_F(NearClientsTest, SimulatesAndHearsWhyNot) {
    const auto good = doors_.run(verifier_.simulate({signed_json({})}, BlockRef::optimistic()));
    ASSERT_TRUE(good) << good.error().detail;
    EXPECT_EQ(good->value.unmatched.at(kTake), -199);

    Draft draft;
    draft.diff[1].second = "-5000";
    const auto bad = doors_.run(verifier_.simulate({signed_json(draft)}, BlockRef::optimistic()));
    ASSERT_FALSE(bad);
    EXPECT_EQ(
        near::classify_refusal(bad.error().detail), near::VerifierRefusal::insufficient_balance
    );
}

TEST_F(NearClientsTest, RegistersAKeyInATransaction) {
    const auto key = key_of(6).public_key();
    const auto report = send("add_public_key", R"({"public_key":")" + key.to_string() + R"("})");
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_EQ(report->state, State::success);
    const auto final_block = BlockRef::final_block();
    EXPECT_TRUE(doors_.run(verifier_.has_public_key("maker.near", key, final_block))->value);
}

TEST_F(NearClientsTest, BurnsANonceOfItsOwn) {
    Draft draft;
    draft.intents_json = "[]";
    const auto report = send("execute_intents", R"({"signed":[)" + signed_json(draft) + "]}", 0);
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_EQ(report->state, State::success);
    const auto logs = near::logs_of(report->outcome, "intents.near");
    EXPECT_EQ(near::parse_dip4_logs(logs).executed.size(), 1U);
    const auto used =
        doors_.run(verifier_.is_nonce_used("maker.near", nonce_of({}), BlockRef::final_block()));
    EXPECT_TRUE(used->value);
}

TEST_F(NearClientsTest, SeesAFailureOnTheChain) {
    const auto args = R"({"token":"wrap.near","receiver_id":"me.near","amount":"1001"})";
    const auto report = send("ft_withdraw", args);
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_EQ(report->state, State::failure);
    EXPECT_EQ(
        near::classify_refusal(report->outcome.failure), near::VerifierRefusal::insufficient_balance
    );
}

TEST_F(NearClientsTest, SeesARefundBehindASuccess) {
    doors_.world().chain.faults().failing_transfers.insert("wrap.near");
    const auto args = R"({"token":"wrap.near","receiver_id":"me.near","amount":"100"})";
    const auto report = send("ft_withdraw", args);
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_EQ(report->state, State::success);
    const auto outcome = near::withdraw_outcome(report->outcome, Amount{100});
    EXPECT_EQ(outcome.state, near::WithdrawOutcome::State::refunded);
}

TEST_F(NearClientsTest, FindsOutWhatBecameOfASendThatTimedOut) {
    doors_.node().faults().sends_time_out = true;
    const auto args = R"({"token":"wrap.near","receiver_id":"me.near","amount":"100"})";
    const auto report = send("ft_withdraw", args);
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_EQ(report->state, State::success);
    EXPECT_EQ(doors_.world().balance("maker.near", kTake), u128{900}) << "once, not twice";
}

TEST_F(NearClientsTest, ReadsASettlementFromTheChain) {
    auto& chain = doors_.world().chain;
    const auto hash =
        chain.settle({signed_intent({}), signed_intent(ChainWorld::counterpart())}, {});
    const auto outcome =
        doors_.run(doors_.client().transaction(hash, "solver-relay.near", near::WaitUntil::final));
    ASSERT_TRUE(outcome) << outcome.error().detail;
    EXPECT_TRUE(outcome->is_final);
    const auto events = near::parse_dip4_logs(near::logs_of(*outcome, "intents.near"));
    const auto changes = near::changes_of(events, "maker.near");
    ASSERT_TRUE(changes);
    EXPECT_EQ(changes->deltas.at(kTake), -200);
}

TEST_F(NearClientsTest, SurvivesNodesThatAnswerNonsenseNowAndThen) {
    auto& faults = doors_.node().faults();
    faults.one_in = 2;
    for (const auto shape :
         {AnswerShape::html,
          AnswerShape::truncated,
          AnswerShape::empty,
          AnswerShape::no_result,
          AnswerShape::wrong_types}) {
        faults.shape = shape;
        for (int question = 0; question < 2; ++question) {
            const auto fee = doors_.run(verifier_.fee(BlockRef::final_block()));
            ASSERT_TRUE(fee) << fee.error().detail;
            EXPECT_EQ(fee->value.count(), 1U);
        }
    }
    faults.shape = AnswerShape::right;
    for (const int status : {403, 429, 503}) {
        faults.refuse_status = status;
        EXPECT_TRUE(doors_.run(verifier_.fee(BlockRef::final_block()))) << status;
        EXPECT_TRUE(doors_.run(verifier_.fee(BlockRef::final_block()))) << status;
    }
    EXPECT_GE(doors_.node().stats().spoilt, 8U);
}

}  // namespace
}  // namespace unrip::sandbox

#include "outcome.hpp"

#include <gtest/gtest.h>

namespace unrip::trade_executor {
namespace {

using State = near::TransactionOutcome::State;
using Word = OutcomeReading::Word;
using messages::SettlementFailure;
using near::VerifierRefusal;

const QuoteHash kHash{"H9TbxtUWbj7b5GKKBPMFA6LnWvwxcBK4qFvt8abVxKc5"};

std::string log_of(const std::string& account, const std::string& hash) {
    return R"(EVENT_JSON:{"standard":"dip4","version":"0.3.0","event":"token_diff","data":[{)"
           R"("account_id":")" +
           account + R"(","intent_hash":")" + hash +
           R"(","diff":{"nep141:eure.near":"5","nep141:btc.near":"-1"}}]})";
}

near::TransactionOutcome outcome_with(const std::string& log) {
    near::TransactionOutcome outcome;
    outcome.state = State::success;
    outcome.is_final = true;
    outcome.receipts = {{"intents.near", true, "block-7", {log}}};
    return outcome;
}

OutcomeReading read(const near::TransactionOutcome& outcome) {
    return read_outcome(outcome, "intents.near", "maker.near", kHash);
}

TEST(Outcome, HoldsOurDeltasInTheVerifiersOwnLog) {
    const auto reading = read(outcome_with(log_of("maker.near", kHash.text())));
    EXPECT_EQ(reading.word, Word::executed);
    EXPECT_EQ(reading.block_hash, "block-7");
    ASSERT_EQ(reading.realised.size(), 2U);
}

TEST(Outcome, SaysNothingBeforeItIsFinal) {
    auto outcome = outcome_with(log_of("maker.near", kHash.text()));
    outcome.is_final = false;
    EXPECT_EQ(read(outcome).word, Word::pending);
}

TEST(Outcome, IsNotBelievedWhenAnotherContractLogsTheSame) {
    auto outcome = outcome_with(log_of("maker.near", kHash.text()));
    outcome.receipts[0].executor_id = "evil.near";
    EXPECT_EQ(read(outcome).word, Word::absent);
}

TEST(Outcome, IsNotBelievedWhenTheReceiptFailed) {
    auto outcome = outcome_with(log_of("maker.near", kHash.text()));
    outcome.receipts[0].succeeded = false;
    EXPECT_EQ(read(outcome).word, Word::absent);
}

TEST(Outcome, OfOthersIsNotOurs) {
    EXPECT_EQ(read(outcome_with(log_of("other.near", kHash.text()))).word, Word::absent);
    EXPECT_EQ(read(outcome_with(log_of("maker.near", "another"))).word, Word::absent);
}

TEST(Outcome, ThatFailedSaysWhy) {
    near::TransactionOutcome outcome;
    outcome.state = State::failure;
    outcome.is_final = true;
    outcome.failure = "Smart contract panicked: nonce was already used";
    outcome.receipts = {{"intents.near", false, "block-8", {}}};
    const auto reading = read(outcome);
    EXPECT_EQ(reading.word, Word::failed);
    EXPECT_EQ(reading.refusal, VerifierRefusal::nonce_used);
    EXPECT_EQ(reading.block_hash, "block-8");
}

TEST(Failure, OfANonceIsOursOnlyWhenOursIsUsed) {
    EXPECT_EQ(failure_of(VerifierRefusal::nonce_used, true, false), SettlementFailure::nonce_used);
    EXPECT_EQ(
        failure_of(VerifierRefusal::nonce_used, false, false), SettlementFailure::counterparty
    );
}

TEST(Failure, OfABalanceIsOursOnlyWhenItNamesUs) {
    EXPECT_EQ(
        failure_of(VerifierRefusal::insufficient_balance, false, true),
        SettlementFailure::insufficient_balance
    );
    EXPECT_EQ(
        failure_of(VerifierRefusal::insufficient_balance, false, false),
        SettlementFailure::counterparty
    );
}

TEST(Failure, HasAWordForTheRest) {
    const auto of = [](VerifierRefusal refusal) { return failure_of(refusal, false, false); };
    EXPECT_EQ(of(VerifierRefusal::deadline_expired), SettlementFailure::deadline_expired);
    EXPECT_EQ(of(VerifierRefusal::nonce_expired), SettlementFailure::deadline_expired);
    EXPECT_EQ(of(VerifierRefusal::invalid_salt), SettlementFailure::invalid_salt);
    EXPECT_EQ(of(VerifierRefusal::paused), SettlementFailure::venue_paused);
    EXPECT_EQ(of(VerifierRefusal::unknown), SettlementFailure::other);
}

}  // namespace
}  // namespace unrip::trade_executor

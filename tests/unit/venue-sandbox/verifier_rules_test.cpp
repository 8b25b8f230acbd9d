// Each rule of the Verifier turns down what breaks it, and nothing else about the message is wrong.

#include "unit/venue-sandbox/world.hpp"

#include <gtest/gtest.h>

namespace unrip::sandbox {
namespace {

using std::chrono::seconds;

TEST(VerifierRulesTest, AGoodMessagePasses) {
    const ChainWorld world;
    const auto verdict = world.judge({});
    EXPECT_TRUE(verdict.ok()) << to_text(verdict.refusal) << " " << verdict.detail;
}

TEST(VerifierRulesTest, SignatureOfAnotherText) {
    const ChainWorld world;
    auto message = signed_intent({});
    message.proof.signature[0] ^= 1U;
    EXPECT_EQ(world.chain.judge(message, Signatures::check).refusal, Refusal::signature_invalid);
    // Put off, it is still there to be found.
    EXPECT_TRUE(world.chain.judge(message, Signatures::put_off).ok());
    EXPECT_FALSE(fits(message.proof));
}

TEST(VerifierRulesTest, SignatureByAnotherKey) {
    const ChainWorld world;
    auto message = signed_intent({});
    const auto stranger = key_of(7).public_key();
    std::copy(stranger.bytes().begin(), stranger.bytes().end(), message.proof.key.begin());
    EXPECT_EQ(world.chain.judge(message, Signatures::check).refusal, Refusal::signature_invalid);
}

TEST(VerifierRulesTest, Recipient) {
    const ChainWorld world;
    Draft draft;
    draft.recipient = "staging-intents.near";
    EXPECT_EQ(world.judge(draft).refusal, Refusal::recipient_wrong);
    EXPECT_EQ(panic_text(world.judge(draft)), "wrong verifying_contract");
}

TEST(VerifierRulesTest, DeadlineMayEqualTheBlocksTimeAndNotBeBefore) {
    const ChainWorld world;
    Draft draft;
    draft.deadline = world.chain.blocks().newest().time;
    EXPECT_TRUE(world.judge(draft).ok());
    draft.deadline -= Milliseconds{1};
    EXPECT_EQ(world.judge(draft).refusal, Refusal::deadline_passed);
    EXPECT_EQ(panic_text(world.judge(draft)), "deadline has expired");
}

TEST(VerifierRulesTest, KeyOfTheSigner) {
    ChainWorld world;
    Draft draft;
    draft.key = 2;  // It is the taker's.
    EXPECT_EQ(world.judge(draft).refusal, Refusal::key_not_registered);
    EXPECT_EQ(
        panic_text(world.judge(draft)),
        "public key '" + key_of(2).public_key().to_string() +
            "' doesn't exist for account 'maker.near'"
    );
    world.chain.remove_key("maker.near", key_of(1).public_key());
    EXPECT_EQ(world.judge({}).refusal, Refusal::key_not_registered);
}

TEST(VerifierRulesTest, AnImplicitAccountOwnsItsKey) {
    ChainWorld world;
    Draft draft;
    draft.key = 5;
    draft.signer = near::implicit_account_id(key_of(5).public_key());
    world.chain.set_balance(draft.signer, kTake, 200);
    EXPECT_TRUE(world.judge(draft).ok());
    world.chain.remove_key(draft.signer, key_of(5).public_key());
    EXPECT_EQ(world.judge(draft).refusal, Refusal::key_not_registered);
}

TEST(VerifierRulesTest, SaltThatWasNeverGivenOut) {
    const ChainWorld world;
    Draft draft;
    draft.salt = {1, 2, 3, 4};
    EXPECT_EQ(world.judge(draft).refusal, Refusal::salt_unknown);
    EXPECT_EQ(panic_text(world.judge(draft)), "invalid salt");
}

TEST(VerifierRulesTest, FormerSaltsStayValidUntilTheyAreInvalidated) {
    ChainWorld world;
    const auto second = world.chain.rotate_salt(false);
    EXPECT_TRUE(world.judge({}).ok());
    Draft with_second;
    with_second.salt = second;
    EXPECT_TRUE(world.judge(with_second).ok());

    EXPECT_FALSE(world.chain.invalidate_salt(second)) << "it is the current one";
    EXPECT_TRUE(world.chain.invalidate_salt(Draft{}.salt));
    EXPECT_EQ(world.judge({}).refusal, Refusal::salt_unknown);
    EXPECT_TRUE(world.judge(with_second).ok());

    world.chain.rotate_salt(true);
    EXPECT_EQ(world.judge(with_second).refusal, Refusal::salt_unknown);
}

TEST(VerifierRulesTest, DeadlineBeyondThatOfTheNonce) {
    const ChainWorld world;
    Draft draft;
    draft.nonce_deadline = draft.deadline;
    EXPECT_TRUE(world.judge(draft).ok());
    draft.nonce_deadline -= Milliseconds{1};
    EXPECT_EQ(world.judge(draft).refusal, Refusal::deadline_beyond_nonce);
    EXPECT_EQ(panic_text(world.judge(draft)), "deadline is greater than nonce");
}

TEST(VerifierRulesTest, NonceThatHasExpired) {
    const Salts salts{Draft{}.salt};
    Draft draft;
    draft.nonce_deadline = kStart;
    const auto verdict =
        judge_nonce(nonce_of(draft), kStart - seconds{1}, kStart + Nanoseconds{1}, salts, true);
    EXPECT_EQ(verdict.refusal, Refusal::nonce_expired);
    EXPECT_TRUE(judge_nonce(nonce_of(draft), kStart, kStart, salts, true).ok());
}

TEST(VerifierRulesTest, LegacyNoncesWhereTheyAreForbidden) {
    Draft draft;
    draft.legacy_nonce = true;
    EXPECT_TRUE(ChainWorld{}.judge(draft).ok());
    ChainSettings strict;
    strict.verifier.legacy_nonces = false;
    EXPECT_EQ(ChainWorld{strict}.judge(draft).refusal, Refusal::nonce_legacy);
}

TEST(VerifierRulesTest, NonceThatWasUsed) {
    ChainWorld world;
    world.chain.settle({signed_intent({}), signed_intent(ChainWorld::counterpart())}, {});
    world.pass(2);
    Draft draft;
    draft.diff = {{kGive, "1"}, {kTake, "-1"}};
    EXPECT_EQ(world.judge(draft).refusal, Refusal::nonce_used);
    EXPECT_EQ(panic_text(world.judge(draft)), "nonce was already used");
    draft.nonce_number = 2;
    EXPECT_TRUE(world.judge(draft).ok());
}

TEST(VerifierRulesTest, LockedAccount) {
    ChainWorld world;
    world.chain.set_locked("maker.near", true);
    EXPECT_EQ(world.judge({}).refusal, Refusal::account_locked);
    EXPECT_EQ(panic_text(world.judge({})), "account 'maker.near' is locked");
    world.chain.set_locked("maker.near", false);
    EXPECT_TRUE(world.judge({}).ok());
}

TEST(VerifierRulesTest, PausedContract) {
    ChainWorld world;
    world.chain.set_paused(true);
    EXPECT_EQ(world.judge({}).refusal, Refusal::paused);
    EXPECT_NE(panic_text(world.judge({})).find("paused"), std::string::npos);
}

TEST(VerifierRulesTest, DiffsThatMoveNothing) {
    const ChainWorld world;
    Draft empty;
    empty.diff.clear();
    EXPECT_EQ(world.judge(empty).refusal, Refusal::diff_empty);
    Draft zero;
    zero.diff[0].second = "0";
    EXPECT_EQ(world.judge(zero).refusal, Refusal::delta_zero);
    EXPECT_EQ(panic_text(world.judge(zero)), "invalid intent");
    Draft none;
    none.intents_json = "[]";
    EXPECT_TRUE(world.judge(none).ok()) << "it only uses up its nonce";
}

TEST(VerifierRulesTest, IntentsThatAreNotCarriedOutHere) {
    const ChainWorld world;
    Draft draft;
    draft.intents_json = R"([{"intent":"native_withdraw","receiver_id":"a.near","amount":"1"}])";
    EXPECT_EQ(world.judge(draft).refusal, Refusal::intent_unsupported);
}

TEST(VerifierRulesTest, Tokens) {
    const ChainWorld world;
    Draft malformed;
    malformed.diff[1].first = "wrap.near";
    EXPECT_EQ(world.judge(malformed).refusal, Refusal::token_malformed);
    Draft unknown;
    unknown.diff[1].first = "nep141:nobody-has-it.near";
    EXPECT_EQ(world.judge(unknown).refusal, Refusal::token_unknown);
}

TEST(VerifierRulesTest, Balance) {
    ChainWorld world;
    Draft draft;
    draft.diff[1].second = "-1000";
    EXPECT_TRUE(world.judge(draft).ok());
    draft.diff[1].second = "-1001";
    EXPECT_EQ(world.judge(draft).refusal, Refusal::balance_insufficient);
    EXPECT_EQ(panic_text(world.judge(draft)), "insufficient balance or overflow");
}

TEST(VerifierRulesTest, SumsBeyond128Bits) {
    ChainWorld world;
    world.chain.set_balance("maker.near", kGive, kU128Max - 99);
    EXPECT_EQ(world.judge({}).refusal, Refusal::overflow);
}

TEST(VerifierRulesTest, FeesAreRoundedUpAndOnWhatIsGivenOnly) {
    EXPECT_EQ(fee_on(kGive, 5'000'000, 1), u128{5});
    EXPECT_EQ(fee_on(kGive, 10'001, 100), u128{2});
    EXPECT_EQ(fee_on(kGive, 1, 1), u128{1});
    EXPECT_EQ(fee_on(kGive, 100, 0), u128{0});
    EXPECT_EQ(fee_on(kGive, 100'000, 1'000'000), u128{100'000});
    EXPECT_EQ(to_text(fee_on(kGive, kU128Max, 1)), "340282366920938463463374607431769");
    EXPECT_EQ(fee_on("nep171:art.near:1", 1, 100), u128{0});
    EXPECT_EQ(fee_on("nep245:multi.near:1", 1, 100), u128{0});
    EXPECT_EQ(fee_on("nep245:multi.near:1", 2, 100), u128{1});
}

TEST(VerifierRulesTest, BatchesThatDoNotComeOutEven) {
    ChainWorld world;
    auto counterpart = ChainWorld::counterpart();
    counterpart.diff[0].second = "-100";  // The fee was forgotten.
    const auto outcome =
        world.chain.verifier().simulate({signed_intent({}), signed_intent(counterpart)}, world.now);
    EXPECT_TRUE(outcome.verdict.ok());
    const SignedSums left{{kGive, 1}};
    EXPECT_EQ(outcome.unmatched, left);

    Settlement seen;
    world.chain.settle({signed_intent({}), signed_intent(counterpart)}, [&](const auto& one) {
        seen = one;
    });
    world.pass(2);
    EXPECT_EQ(seen.outcome.verdict.refusal, Refusal::batch_unbalanced);
    EXPECT_EQ(
        panic_text(seen.outcome.verdict),
        R"(invariant violated: {"error":"unmatched_deltas","unmatched_deltas":)"
        R"({"nep141:usdt.tether-token.near":"1"}})"
    );
    EXPECT_EQ(world.balance("maker.near", kTake), u128{1'000});
    EXPECT_TRUE(world.judge({}).ok()) << "its nonce was not used";
}

TEST(VerifierRulesTest, ALoneQuoteLeavesItsOwnDiffWithTheFeeAddedBack) {
    const ChainWorld world;
    const auto outcome = world.chain.verifier().simulate({signed_intent({})}, world.now);
    const SignedSums left{{kGive, 100}, {kTake, -199}};
    EXPECT_EQ(outcome.unmatched, left);
    EXPECT_EQ(outcome.min_deadline, Draft{}.deadline);
}

}  // namespace
}  // namespace unrip::sandbox

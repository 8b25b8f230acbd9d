// Transactions of an account of its own: keys and withdrawals.

#include "near/withdraw.hpp"

#include "near/base58.hpp"
#include "near/transaction.hpp"
#include "unit/venue-sandbox/world.hpp"

#include <gtest/gtest.h>

namespace unrip::sandbox {
namespace {

using Kind = InvalidTransaction::Kind;

/// The maker with an access key, and the transactions that it signs.
struct Caller : ChainWorld {
    explicit Caller(bool full_access = true) {
        chain.add_access_key("maker.near", key_of(1).public_key(), full_access);
        chain.on_burn([this](const Burn& burn) { burns.push_back(burn); });
    }

    near::DecodedTransaction transaction(std::string method, std::string args, unsigned yocto) {
        const auto& key = key_of(1);
        const auto state = chain.access_keys().find("maker.near", key.public_key());
        near::Transaction draft{
            "maker.near",
            key.public_key(),
            state->nonce + 1,
            "intents.near",
            *near::parse_hash(chain.blocks().final().hash),
            {near::FunctionCall{
                std::move(method), std::move(args), 100 * near::kTeragas, Amount{yocto}}}};
        return decoded(draft);
    }

    static near::DecodedTransaction decoded(const near::Transaction& draft) {
        return *near::decode_signed_transaction(near::sign(draft, key_of(1)).borsh);
    }

    const TransactionRecord& run(const near::DecodedTransaction& sent) {
        EXPECT_FALSE(chain.submit(sent).has_value());
        pass(5);
        return *chain.transaction(near::to_base58(sent.hash));
    }

    const TransactionRecord& call(std::string method, std::string args, unsigned yocto = 1) {
        return run(transaction(std::move(method), std::move(args), yocto));
    }

    std::vector<Burn> burns;
};

const std::string kOut =
    R"({"token":"wrap.near","receiver_id":"wrap.near","amount":"300","memo":"WITHDRAW_TO:bc1q"})";

std::optional<Kind> refusal_of(Caller& caller, const near::Transaction& draft) {
    const auto refused = caller.chain.submit(Caller::decoded(draft));
    return refused ? std::optional{refused->kind} : std::nullopt;
}

TEST(SandboxTransactionTest, RegistersAndRemovesKeys) {
    Caller caller;
    const auto key = key_of(8).public_key();
    const auto args = R"({"public_key":")" + key.to_string() + R"("})";
    const auto& added = caller.call("add_public_key", args);
    EXPECT_EQ(added.result()->value, "");
    EXPECT_NE(added.receipts[0].logs.at(0).find("public_key_added"), std::string::npos);
    EXPECT_TRUE(caller.chain.verifier().ledger().has_key("maker.near", key));

    const auto& again = caller.call("add_public_key", args);
    EXPECT_NE(again.result()->failure.find("already exists"), std::string::npos);
    EXPECT_EQ(caller.call("remove_public_key", args).result()->value, "");
    EXPECT_FALSE(caller.chain.verifier().ledger().has_key("maker.near", key));
    const auto& gone = caller.call("remove_public_key", args);
    EXPECT_NE(gone.result()->failure.find("doesn't exist for account"), std::string::npos);
}

TEST(SandboxTransactionTest, CallsThatNeedOneYoctoFailWithoutIt) {
    Caller caller;
    const auto& called = caller.call("ft_withdraw", kOut, 0);
    EXPECT_NE(called.result()->failure.find("exactly 1 yoctoNEAR"), std::string::npos);
    EXPECT_EQ(caller.balance("maker.near", kTake), u128{1'000});
}

TEST(SandboxTransactionTest, AWithdrawalBurnsAndReturnsWhatWasWithdrawn) {
    Caller caller;
    const auto& record = caller.call("ft_withdraw", kOut);
    ASSERT_EQ(record.receipts.size(), 3U);
    EXPECT_EQ(record.receipts[0].executor_id, "intents.near");
    EXPECT_EQ(record.receipts[1].executor_id, "wrap.near");
    EXPECT_NE(record.receipts[0].logs.at(0).find("\"ft_withdraw\""), std::string::npos);
    EXPECT_NE(record.receipts[0].logs.at(1).find("\"mt_burn\""), std::string::npos);
    EXPECT_NE(record.receipts[1].logs.at(0).find("\"ft_burn\""), std::string::npos);
    ASSERT_NE(record.result(), nullptr);
    EXPECT_EQ(record.result()->value, "\"300\"");
    EXPECT_EQ(caller.balance("maker.near", kTake), u128{700});
    ASSERT_EQ(caller.burns.size(), 1U);
    EXPECT_EQ(caller.burns[0].tx_hash, record.hash);
    EXPECT_EQ(caller.burns[0].memo, "WITHDRAW_TO:bc1q");
}

TEST(SandboxTransactionTest, ARefusedTransferEndsInSuccessWithNothingWithdrawn) {
    Caller caller;
    caller.chain.faults().failing_transfers.insert("wrap.near");
    const auto& record = caller.call("ft_withdraw", kOut);
    EXPECT_FALSE(record.receipts.at(1).failure.empty());
    EXPECT_EQ(record.result()->value, "\"0\"");
    EXPECT_EQ(caller.balance("maker.near", kTake), u128{1'000});
    EXPECT_TRUE(caller.burns.empty());
}

TEST(SandboxTransactionTest, AMessageTurnsTheTransferIntoACallThatNobodyTakes) {
    Caller caller;
    const std::string with_msg = R"({"token":"wrap.near","receiver_id":"wrap.near","amount":"300",)"
                                 R"("memo":"WITHDRAW_TO:bc1q","msg":""})";
    const auto& record = caller.call("ft_withdraw", with_msg);
    EXPECT_EQ(record.result()->value, "\"0\"");
    EXPECT_TRUE(caller.burns.empty());
    EXPECT_EQ(caller.balance("maker.near", kTake), u128{1'000});

    caller.chain.faults().failing_transfers.insert("wrap.near");
    EXPECT_EQ(caller.call("ft_withdraw", with_msg).result()->value, "\"300\"");
    EXPECT_EQ(caller.balance("maker.near", kTake), u128{700}) << "a failed call gives nothing back";
}

TEST(SandboxTransactionTest, TooLittleBalanceFailsAtOnce) {
    Caller caller;
    caller.chain.set_balance("maker.near", kTake, 299);
    const auto& record = caller.call("ft_withdraw", kOut);
    EXPECT_EQ(
        record.result()->failure, "Smart contract panicked: insufficient balance or overflow"
    );
    EXPECT_EQ(record.receipts.size(), 1U);
}

TEST(SandboxTransactionTest, LockedDisabledAndPausedAccountsCantCall) {
    Caller caller;
    caller.chain.set_direct_calls("maker.near", false);
    EXPECT_NE(
        caller.call("ft_withdraw", kOut).result()->failure.find("PREDECESSOR_ID is disabled"),
        std::string::npos
    );
    caller.chain.set_direct_calls("maker.near", true);
    caller.chain.set_locked("maker.near", true);
    EXPECT_NE(
        caller.call("ft_withdraw", kOut).result()->failure.find("is locked"), std::string::npos
    );
    caller.chain.set_locked("maker.near", false);
    caller.chain.set_paused(true);
    EXPECT_NE(caller.call("ft_withdraw", kOut).result()->failure.find("paused"), std::string::npos);
}

TEST(SandboxTransactionTest, AnEmptySignedMessageUsesItsNonceUp) {
    Caller caller;
    Draft draft;
    draft.intents_json = "[]";
    const auto& record =
        caller.call("execute_intents", R"({"signed":[)" + signed_json(draft) + "]}", 0);
    EXPECT_EQ(record.result()->value, "");
    EXPECT_EQ(caller.judge({}).refusal, Refusal::nonce_used);
}

TEST(SandboxTransactionTest, UnknownMethodsAndContractsFail) {
    Caller caller;
    EXPECT_NE(
        caller.call("mint", "{}").result()->failure.find("MethodNotFound"), std::string::npos
    );
    auto elsewhere = caller.transaction("mint", "{}", 0).transaction;
    elsewhere.receiver_id = "nobody.near";
    EXPECT_NE(
        caller.run(Caller::decoded(elsewhere)).result()->failure.find("CodeDoesNotExist"),
        std::string::npos
    );
}

TEST(SandboxTransactionTest, TheSameBytesTakeEffectOnce) {
    Caller caller;
    const auto sent = caller.transaction("ft_withdraw", kOut, 1);
    caller.run(sent);
    caller.run(sent);
    EXPECT_EQ(caller.balance("maker.near", kTake), u128{700});
}

TEST(SandboxTransactionTest, RefusesWhatTheKeyMayNotDo) {
    Caller caller;
    const auto good = caller.transaction("ft_withdraw", kOut, 1).transaction;

    auto draft = good;
    draft.nonce -= 1;
    EXPECT_EQ(refusal_of(caller, draft), Kind::nonce_not_larger);
    draft.nonce = (caller.chain.stats().height + 2) * 1'000'000;
    EXPECT_EQ(refusal_of(caller, draft), Kind::nonce_too_large);
    draft = good;
    draft.block_hash.fill(7);
    EXPECT_EQ(refusal_of(caller, draft), Kind::expired);
    draft = good;
    draft.signer_id = "taker.near";
    EXPECT_EQ(refusal_of(caller, draft), Kind::unknown_signer);
    caller.chain.add_access_key("taker.near", key_of(2).public_key(), true);
    EXPECT_EQ(refusal_of(caller, draft), Kind::unknown_key);
    draft = good;
    draft.actions.push_back(draft.actions.front());
    EXPECT_EQ(refusal_of(caller, draft), Kind::too_many_calls);

    Caller limited{false};
    const auto deposit = limited.transaction("ft_withdraw", kOut, 1).transaction;
    EXPECT_EQ(refusal_of(limited, deposit), Kind::deposit_by_function_key);
}

TEST(SandboxTransactionTest, ADepositIsCreditedInABlock) {
    Caller caller;
    const auto hash = caller.chain.deposit("maker.near", kTake, 50);
    EXPECT_EQ(caller.balance("maker.near", kTake), u128{1'000});
    caller.pass(2);
    EXPECT_EQ(caller.balance("maker.near", kTake), u128{1'050});
    EXPECT_NE(
        caller.chain.transaction(hash)->receipts.at(0).logs.at(0).find("\"mt_mint\""),
        std::string::npos
    );
}

}  // namespace
}  // namespace unrip::sandbox

// What the node answers, byte by byte where clients depend on it.

#include "near_rpc/near_node.hpp"

#include "near/base58.hpp"
#include "near/base64.hpp"
#include "near/rpc_answers.hpp"
#include "near/verifier_answers.hpp"
#include "near_rpc/outcomes.hpp"
#include "unit/venue-sandbox/world.hpp"

#include <gtest/gtest.h>

namespace unrip::sandbox {
namespace {

using near::RpcError;
using nlohmann::json;

class NearNodeTest : public testing::Test {
  protected:
    NearNodeTest() {
        world_.chain.add_access_key("maker.near", key_of(1).public_key(), true);
        world_.pass(4);
    }

    RpcReply ask(std::string_view method, const json& params) {
        auto answered = node_.answer(method, params);
        auto* now = std::get_if<RpcReply>(&answered);
        return now == nullptr ? RpcReply{} : *now;
    }

    RpcReply view(const char* method, const json& args, const char* finality = "final") {
        return ask(
            "query",
            {{"request_type", "call_function"},
             {"finality", finality},
             {"account_id", "intents.near"},
             {"method_name", method},
             {"args_base64", near::to_base64(near::as_bytes(args.dump()))}}
        );
    }

    /// The text that the method returned.
    std::string value(const char* method, const json& args, const char* finality = "final") {
        const auto answer = envelope("1", view(method, args, finality));
        const auto decoded = near::decode_view(200, answer);
        return decoded ? decoded->value : "failed: " + decoded.error().detail;
    }

    near::RpcResult<near::ViewAnswer> failure(const RpcReply& reply) {
        return near::decode_view(reply.http_status, envelope("1", reply));
    }

    near::SignedTransaction transaction(std::string method, std::string args) {
        const auto key = key_of(1);
        const auto nonce = world_.chain.access_keys().find("maker.near", key.public_key())->nonce;
        const near::Transaction draft{
            "maker.near",
            key.public_key(),
            nonce + 1,
            "intents.near",
            *near::parse_hash(world_.chain.blocks().final().hash),
            {near::FunctionCall{
                std::move(method), std::move(args), 100 * near::kTeragas, Amount{1}}}};
        return near::sign(draft, key);
    }

    std::variant<RpcReply, Awaited> send(const near::SignedTransaction& sent) {
        return node_.answer(
            "send_tx", {{"signed_tx_base64", sent.base64()}, {"wait_until", "INCLUDED"}}
        );
    }

    ChainWorld world_;
    NearNode node_{world_.chain};
};

TEST_F(NearNodeTest, AViewIsAListOfBytesAtABlock) {
    const auto reply = view("fee", json::object());
    const json bytes = json::array({'1'});
    EXPECT_EQ(reply.result.at("result"), bytes);
    EXPECT_EQ(reply.result.at("logs"), json::array());
    EXPECT_EQ(reply.result.at("block_height"), world_.chain.stats().final_height);
    EXPECT_EQ(reply.result.at("block_hash"), world_.chain.blocks().final().hash);
    const auto newest = view("fee", json::object(), "optimistic");
    EXPECT_EQ(newest.result.at("block_height"), world_.chain.stats().height);
}

TEST_F(NearNodeTest, AnswersEachViewInItsShape) {
    const auto key = key_of(1).public_key().to_string();
    const json maker{{"account_id", "maker.near"}};
    const auto with = [&](const char* name, const json& more) {
        auto args = maker;
        args[name] = more;
        return args;
    };
    const json tokens = json::array({kTake, "nep141:unknown.near", kGive});
    EXPECT_EQ(value("mt_batch_balance_of", with("token_ids", tokens)), R"(["1000","0","0"])");
    EXPECT_EQ(value("mt_balance_of", with("token_id", kTake)), R"("1000")");
    EXPECT_EQ(value("has_public_key", with("public_key", key)), "true");
    EXPECT_EQ(
        value("has_public_key", with("public_key", key_of(2).public_key().to_string())), "false"
    );
    EXPECT_EQ(value("public_keys_of", maker), "[\"" + key + "\"]");
    EXPECT_EQ(value("public_keys_of", {{"account_id", "nobody.near"}}), "[]");
    EXPECT_EQ(value("fee_collector", json::object()), R"("fee.intents.near")");
    EXPECT_EQ(value("current_salt", json::object()), R"("252812b3")");
    EXPECT_EQ(value("is_valid_salt", {{"salt", "252812b3"}}), "true");
    EXPECT_EQ(value("is_valid_salt", {{"salt", "00000000"}}), "false");
    EXPECT_EQ(value("is_nonce_used", with("nonce", near::to_text(nonce_of({})))), "false");
    EXPECT_EQ(value("is_account_locked", maker), "false");
    EXPECT_EQ(value("is_auth_by_predecessor_id_enabled", maker), "true");
    EXPECT_EQ(
        value("mt_tokens_for_owner", maker),
        R"([{"owner_id":"maker.near","token_id":"nep141:wrap.near"}])"
    );
    EXPECT_EQ(value("mt_tokens_for_owner", with("from_index", "1")), "[]");
}

TEST_F(NearNodeTest, TheFinalStateLagsBehindTheNewest) {
    world_.chain.set_balance("maker.near", kTake, 5);
    const auto salt = near::to_text(world_.chain.rotate_salt(true));
    world_.chain.set_fee(7);
    world_.pass(1);
    const json asked{{"account_id", "maker.near"}, {"token_id", kTake}};
    EXPECT_EQ(value("mt_balance_of", asked, "optimistic"), R"("5")");
    EXPECT_EQ(value("mt_balance_of", asked), R"("1000")");
    EXPECT_EQ(value("current_salt", json::object(), "optimistic"), '"' + salt + '"');
    EXPECT_EQ(value("current_salt", json::object()), R"("252812b3")");
    EXPECT_EQ(value("fee", json::object(), "optimistic"), "7");
    EXPECT_EQ(value("fee", json::object()), "1");
    world_.pass(3);
    EXPECT_EQ(value("mt_balance_of", asked), R"("5")");
    EXPECT_EQ(value("is_valid_salt", {{"salt", "252812b3"}}), "false");
}

TEST_F(NearNodeTest, WhatHoldsFromTheBeginningIsFinalAtOnce) {
    const auto furnished = world_.chain.from_the_beginning([&] {
        world_.chain.set_balance("heir.near", kTake, 7);
        return Result<void>{};
    });
    ASSERT_TRUE(furnished);
    const json asked{{"account_id", "heir.near"}, {"token_id", kTake}};
    EXPECT_EQ(value("mt_balance_of", asked), R"("7")");
    world_.chain.set_balance("heir.near", kTake, 8);
    EXPECT_EQ(value("mt_balance_of", asked), R"("7")");
}

TEST_F(NearNodeTest, ABlockCanBeNamedByHashOrHeight) {
    const auto& block = world_.chain.blocks().final();
    world_.chain.set_balance("maker.near", kTake, 5);
    const auto hash = block.hash;
    const auto height = block.height;
    world_.pass(5);
    for (const json& id : {json(hash), json(height)}) {
        const auto reply =
            ask("query",
                {{"request_type", "call_function"},
                 {"block_id", id},
                 {"account_id", "intents.near"},
                 {"method_name", "mt_balance_of"},
                 {"args_base64",
                  near::to_base64(
                      near::as_bytes(json{{"account_id", "maker.near"}, {"token_id", kTake}}.dump())
                  )}});
        EXPECT_EQ(near::decode_view(200, envelope("1", reply))->value, R"("1000")");
    }
    const auto unknown =
        ask("block", {{"block_id", "8yFNEk7GmRcM3NMJihwCKXt8ZANLpL2koVFWWH1MEEj"}});
    EXPECT_EQ(unknown.error.at("cause").at("name"), "UNKNOWN_BLOCK");
}

TEST_F(NearNodeTest, ABlockHasItsTimeAsNumberAndText) {
    const auto reply = ask("block", {{"finality", "final"}});
    const auto decoded = near::decode_block(200, envelope("1", reply));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->time, world_.chain.blocks().final().time);
    EXPECT_TRUE(reply.result.at("header").at("timestamp").is_number());
    EXPECT_TRUE(reply.result.at("header").at("timestamp_nanosec").is_string());
}

TEST_F(NearNodeTest, ASimulationOfALoneQuoteLeavesItsDiff) {
    const auto simulated =
        value("simulate_intents", {{"signed", json::array({json::parse(signed_json({}))})}});
    const auto read = near::read_simulation(simulated);
    ASSERT_TRUE(read) << simulated;
    const near::Deltas unmatched{{kGive, 100}, {kTake, -199}};
    EXPECT_EQ(read->unmatched, unmatched);
    ASSERT_EQ(read->executed.size(), 1U);
    EXPECT_EQ(read->executed[0].intent_hash, signed_intent({}).hash);
    EXPECT_EQ(read->min_deadline, Draft{}.deadline);
    EXPECT_EQ(read->fee.count(), 1U);
    EXPECT_FALSE(read->logs.empty());
    EXPECT_EQ(world_.chain.stats().used_nonces, 0U) << "nothing has happened";
}

TEST_F(NearNodeTest, ABalancedSimulationViolatesNothing) {
    const auto both = json::array(
        {json::parse(signed_json({})), json::parse(signed_json(ChainWorld::counterpart()))}
    );
    const auto simulated = json::parse(value("simulate_intents", {{"signed", both}}));
    EXPECT_FALSE(simulated.contains("invariant_violated"));
}

TEST_F(NearNodeTest, APanicIsToldInEitherForm) {
    Draft draft;
    draft.salt = {9, 9, 9, 9};
    const json args{{"signed", json::array({json::parse(signed_json(draft))})}};
    const auto structured = view("simulate_intents", args);
    EXPECT_EQ(structured.error.at("name"), "HANDLER_ERROR");
    EXPECT_EQ(structured.error.at("cause").at("name"), "CONTRACT_EXECUTION_ERROR");
    EXPECT_EQ(
        structured.error.at("cause").at("info").at("vm_error"),
        R"(wasm execution failed with error: HostError(GuestPanic { panic_msg: "invalid salt" }))"
    );
    node_.faults().errors = ErrorForm::in_result;
    const auto inside = view("simulate_intents", args);
    EXPECT_FALSE(inside.failed());
    EXPECT_TRUE(inside.result.at("error").is_string());
    for (const auto& form : {structured, inside}) {
        const auto decoded = failure(form);
        ASSERT_FALSE(decoded);
        EXPECT_EQ(decoded.error().kind, RpcError::Kind::contract);
        EXPECT_NE(decoded.error().detail.find("invalid salt"), std::string::npos);
    }
}

TEST_F(NearNodeTest, UnknownContractsMethodsAndRequests) {
    EXPECT_EQ(failure(view("mint", json::object())).error().kind, RpcError::Kind::contract);
    EXPECT_EQ(failure(view("mt_balance_of", "no object")).error().kind, RpcError::Kind::contract);
    const json elsewhere{
        {"request_type", "call_function"},
        {"finality", "final"},
        {"account_id", "wrap.near"},
        {"method_name", "ft_metadata"},
        {"args_base64", "e30="}};
    EXPECT_EQ(failure(ask("query", elsewhere)).error().kind, RpcError::Kind::no_contract);
    node_.faults().errors = ErrorForm::in_result;
    EXPECT_EQ(failure(ask("query", elsewhere)).error().kind, RpcError::Kind::no_contract);
    EXPECT_EQ(failure(ask("gas_prize", {})).error().kind, RpcError::Kind::request);
    EXPECT_EQ(failure(ask("query", {{"finality", "final"}})).error().kind, RpcError::Kind::request);
    EXPECT_EQ(failure(ask("query", json::object())).error().kind, RpcError::Kind::request);
}

TEST_F(NearNodeTest, AccessKeysWithTheirPermission) {
    const auto asked = [&](std::uint8_t key, const char* account = "maker.near") {
        const auto reply =
            ask("query",
                {{"request_type", "view_access_key"},
                 {"finality", "optimistic"},
                 {"account_id", account},
                 {"public_key", key_of(key).public_key().to_string()}});
        return near::decode_access_key(reply.http_status, envelope("1", reply));
    };
    world_.chain.add_access_key("maker.near", key_of(3).public_key(), false);
    ASSERT_TRUE(asked(1));
    EXPECT_TRUE(asked(1)->full_access);
    EXPECT_GT(asked(1)->nonce, std::uint64_t{1'000'000'000'000});
    EXPECT_FALSE(asked(3)->full_access);
    EXPECT_EQ(asked(4).error().kind, RpcError::Kind::unknown_access_key);
    EXPECT_EQ(asked(1, "nobody.near").error().kind, RpcError::Kind::unknown_account);
    node_.faults().errors = ErrorForm::in_result;
    EXPECT_EQ(asked(4).error().kind, RpcError::Kind::unknown_access_key);
}

TEST_F(NearNodeTest, StaleNodesLagAndDoNotKnowNewerBlocks) {
    const auto hash = world_.chain.blocks().newest().hash;
    node_.faults().stale_blocks = 2;
    const auto reply = ask("block", {{"finality", "optimistic"}});
    EXPECT_EQ(reply.result.at("header").at("height"), world_.chain.stats().height - 2);
    EXPECT_EQ(ask("block", {{"block_id", hash}}).error.at("cause").at("name"), "UNKNOWN_BLOCK");
    node_.faults().not_synced = true;
    EXPECT_EQ(failure(view("fee", json::object())).error().kind, RpcError::Kind::node);
}

TEST_F(NearNodeTest, ATransactionGoesThroughItsLevels) {
    const auto out =
        R"({"token":"wrap.near","receiver_id":"wrap.near","amount":"10","memo":"WITHDRAW_TO:x"})";
    const auto sent = transaction("ft_withdraw", out);
    ASSERT_TRUE(std::holds_alternative<Awaited>(send(sent)));
    std::vector<std::string> levels;
    for (unsigned block = 0; block < 9; ++block) {
        const auto looked = std::get<Awaited>(
            node_.answer("tx", {{"tx_hash", sent.hash_text()}, {"wait_until", "NONE"}})
        );
        EXPECT_EQ(looked.wanted, Progress::none);
        const auto* record = world_.chain.transaction(sent.hash_text());
        const auto level = level_text(*record, world_.chain.stats().final_height);
        if (levels.empty() || levels.back() != level) levels.emplace_back(level);
        world_.pass(1);
    }
    EXPECT_EQ(levels.front(), "NONE");
    EXPECT_EQ(levels[1], "INCLUDED");
    EXPECT_EQ(levels.back(), "FINAL");
}

TEST_F(NearNodeTest, AnOutcomeHasEverythingThatReadersLookFor) {
    const auto sent = transaction(
        "ft_withdraw", R"({"token":"wrap.near","receiver_id":"you.near","amount":"10"})"
    );
    send(sent);
    world_.pass(9);
    const auto& record = *world_.chain.transaction(sent.hash_text());
    const auto outcome = outcome_json(world_.chain, record, false);
    EXPECT_EQ(outcome.at("final_execution_status"), "FINAL");
    const auto value = near::to_base64(near::as_bytes("\"10\""));
    EXPECT_EQ(outcome.at("status").at("SuccessValue"), value);
    EXPECT_EQ(outcome.at("transaction").at("hash"), sent.hash_text());
    EXPECT_EQ(outcome.at("transaction").at("signer_id"), "maker.near");
    const auto& call = outcome.at("transaction").at("actions").at(0).at("FunctionCall");
    EXPECT_EQ(call.at("method_name"), "ft_withdraw");
    EXPECT_EQ(call.at("deposit"), "1");
    const auto& receipts = outcome.at("receipts_outcome");
    ASSERT_EQ(receipts.size(), 3U);
    EXPECT_EQ(
        outcome.at("transaction_outcome").at("outcome").at("status").at("SuccessReceiptId"),
        receipts.at(0).at("id")
    );
    EXPECT_EQ(
        receipts.at(0).at("outcome").at("status").at("SuccessReceiptId"), receipts.at(2).at("id")
    );
    EXPECT_EQ(receipts.at(1).at("outcome").at("executor_id"), "wrap.near");
    EXPECT_FALSE(outcome.contains("receipts"));
    EXPECT_EQ(outcome_json(world_.chain, record, true).at("receipts").size(), 3U);
}

TEST_F(NearNodeTest, AFailureIsToldAsTheRuntimeWordsIt) {
    const auto sent = transaction(
        "ft_withdraw", R"({"token":"wrap.near","receiver_id":"you.near","amount":"9999"})"
    );
    send(sent);
    world_.pass(9);
    const auto outcome =
        outcome_json(world_.chain, *world_.chain.transaction(sent.hash_text()), false);
    const auto expected = json::parse(
        R"({"Failure":{"ActionError":{"index":0,"kind":{"FunctionCallError":{"ExecutionError":)"
        R"("Smart contract panicked: insufficient balance or overflow"}}}}})"
    );
    EXPECT_EQ(outcome.at("status"), expected);
}

TEST_F(NearNodeTest, RefusedTransactionsSayWhy) {
    const auto kind_of = [&](const std::variant<RpcReply, Awaited>& answered) {
        const auto& refused = std::get<RpcReply>(answered);
        return near::decode_transaction(refused.http_status, envelope("1", refused)).error();
    };
    auto spoilt = transaction("ft_withdraw", "{}");
    spoilt.borsh.back() ^= 1U;
    EXPECT_EQ(kind_of(send(spoilt)).kind, RpcError::Kind::invalid_transaction);

    const auto first = transaction("ft_withdraw", "{}");
    EXPECT_TRUE(std::holds_alternative<Awaited>(send(first)));
    EXPECT_TRUE(std::holds_alternative<Awaited>(send(first))) << "the same bytes are known";
    const auto key = key_of(1);
    near::Transaction old = near::decode_signed_transaction(first.borsh)->transaction;
    old.receiver_id = "other.near";
    const auto late = kind_of(send(near::sign(old, key)));
    EXPECT_EQ(late.kind, RpcError::Kind::invalid_nonce);
    EXPECT_EQ(late.access_key_nonce, old.nonce);
    old.nonce += 1;
    old.block_hash.fill(3);
    EXPECT_EQ(kind_of(send(near::sign(old, key))).kind, RpcError::Kind::expired);
    old.signer_id = "nobody.near";
    EXPECT_EQ(kind_of(send(near::sign(old, key))).kind, RpcError::Kind::unknown_account);
    EXPECT_EQ(
        kind_of(node_.answer("send_tx", {{"signed_tx_base64", "AAAA"}})).kind,
        RpcError::Kind::request
    );
}

TEST_F(NearNodeTest, OldMethodsTakeTheirParametersAsAList) {
    const auto sent = transaction("ft_withdraw", "{}");
    const auto hash = ask("broadcast_tx_async", json::array({sent.base64()}));
    EXPECT_EQ(hash.result, sent.hash_text());
    const auto looked = node_.answer("tx", json::array({sent.hash_text(), "maker.near"}));
    EXPECT_EQ(std::get<Awaited>(looked).hash, sent.hash_text());
    EXPECT_EQ(
        ask("tx", {{"tx_hash", "8yFNEk7GmRcM3NMJihwCKXt8ZANLpL2koVFWWH1MEEj"}})
            .error.at("cause")
            .at("name"),
        "UNKNOWN_TRANSACTION"
    );
}

}  // namespace
}  // namespace unrip::sandbox

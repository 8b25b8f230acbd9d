// near_rpc

#include "near/base64.hpp"
#include "near/rfc3339.hpp"
#include "near/rpc_answers.hpp"
#include "near/rpc_requests.hpp"
#include "near/verifier_answers.hpp"
#include "near/withdraw_outcome.hpp"
#include "vectors/near/given.hpp"
#include "vectors/registry.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace unrip::vectors {
namespace {

using namespace near;
using nlohmann::json;

constexpr int kOk = 200;

/// A body that is no JSON stands in the file as a text.
std::string body_of(const Case& given) {
    const auto& body = given.data.at("body");
    return body.is_string() ? body.get<std::string>() : body.dump();
}

/// The arguments inside base64 may be ordered differently: they are compared as values.
json with_readable_args(json request) {
    auto& params = request.at("params");
    const auto bytes = must(parse_base64(params.at("args_base64").get<std::string>()));
    params["args_base64"] = json::parse(as_text(bytes));
    return request;
}

void view_request(const Case& given) {
    const auto request = call_function_request(
        text_of(given, "account_id"),
        text_of(given, "method_name"),
        given.data.at("args").dump(),
        BlockRef::final_block()
    );
    EXPECT_EQ(
        with_readable_args(json::parse(request)), with_readable_args(given.data.at("expect"))
    );
}

template <class T>
std::vector<std::string> texts(const std::vector<T>& values) {
    std::vector<std::string> all;
    for (const auto& value : values)
        all.push_back(value.to_string());
    return all;
}

void check_simulation(const std::string& value, const json& expected) {
    const auto simulation = read_simulation(value);
    ASSERT_TRUE(simulation) << simulation.error().detail;
    EXPECT_EQ(simulation->executed.size(), expected.at("intents_executed").size());
    EXPECT_EQ(simulation->fee.count(), expected.at("state").at("fee"));
    EXPECT_EQ(near::to_text(simulation->salt), expected.at("state").at("current_salt"));
    EXPECT_EQ(
        simulation->min_deadline,
        must(parse_rfc3339(expected.at("min_deadline").get<std::string>()))
    );
    const auto violated = expected.value("invariant_violated", json::object());
    const auto unmatched = violated.value("unmatched_deltas", json::object());
    EXPECT_EQ(json(as_texts(simulation->unmatched)), unmatched);
    EXPECT_EQ(simulation->overflowed, violated.value("error", "") == "overflow");
}

/// What the reader for this method makes of the value, written back as JSON.
json read_as(const std::string& method, const std::string& value, const json& expected) {
    if (method == "mt_batch_balance_of") return texts(must(read_balances(value, expected.size())));
    if (method == "mt_balance_of") return must(read_balance(value)).to_string();
    if (method == "public_keys_of") return texts(must(read_public_keys(value)));
    if (method == "fee") return must(read_fee(value)).count();
    if (method == "fee_collector") return must(read_account_id(value));
    if (method == "current_salt") return near::to_text(must(read_salt(value)));
    if (method == "mt_tokens_for_owner") {
        auto ids = json::array();
        for (const auto& id : must(read_token_ids(value)))
            ids.push_back(id);
        auto wanted = json::array();
        for (const auto& entry : expected)
            wanted.push_back(entry.at("token_id"));
        EXPECT_EQ(ids, wanted);
        return expected;
    }
    if (method == "simulate_intents") {
        check_simulation(value, expected);
        return expected;
    }
    return expected.is_boolean() ? json(must(read_flag(value))) : json::parse(value);
}

void view_response(const Case& given) {
    const auto answer = decode_view(kOk, body_of(given));
    ASSERT_TRUE(answer) << answer.error().detail;
    const auto& expected = given.data.at("expect").at("value");
    if (answer->value.empty()) {
        EXPECT_TRUE(expected.is_null());
        return;
    }
    EXPECT_EQ(json::parse(answer->value), expected);
    EXPECT_EQ(read_as(text_of(given, "method_name"), answer->value, expected), expected);
    EXPECT_EQ(answer->block_hash, given.data.at("body").at("result").at("block_hash"));
}

/// Other words for the same class.
std::string in_our_words(const std::string& name) {
    static const std::map<std::string, std::string> words{
        {"nonce", "invalid_nonce"},
        {"balance", "not_enough_balance"},
        {"timed_out", "timeout"},
        {"gateway", "node"},
        {"unavailable", "node"},
        {"forbidden", "node"},
        {"http", "node"},
        {"contract_error", "contract"},
        {"unknown_tx", "unknown_transaction"},
        {"invalid_tx", "invalid_transaction"},
    };
    const auto found = words.find(name);
    return found == words.end() ? name : found->second;
}

void error(const Case& given) {
    const auto status = static_cast<int>(count_of(given, "http_status"));
    const auto answer = decode_view(status, body_of(given));
    ASSERT_FALSE(answer);
    const auto& expected = given.data.at("expect");
    EXPECT_EQ(near::to_text(answer.error().kind), in_our_words(expected.at("class")));
    EXPECT_EQ(answer.error().retry(), expected.at("retry"));
    EXPECT_NE(answer.error().detail.find(expected.value("contains", "")), std::string::npos)
        << answer.error().detail;
}

void access_key(const Case& given) {
    const auto& request = given.data.at("request");
    const auto& params = request.at("params");
    EXPECT_EQ(
        json::parse(view_access_key_request(
            params.at("account_id").get<std::string>(),
            params.at("public_key").get<std::string>(),
            BlockRef::final_block()
        )),
        request
    );

    const auto key = decode_access_key(kOk, body_of(given));
    ASSERT_TRUE(key) << key.error().detail;
    const auto& expected = given.data.at("expect");
    EXPECT_EQ(std::to_string(key->nonce), expected.at("nonce"));
    EXPECT_EQ(std::to_string(key->nonce + 1), expected.at("next_nonce"));
    EXPECT_EQ(key->full_access, expected.at("full_access"));
    EXPECT_EQ(to_hex(key->block_hash), expected.at("block_hash_hex"));
}

std::string name_of(TransactionOutcome::State state) {
    if (state == TransactionOutcome::State::success) return "success";
    return state == TransactionOutcome::State::failure ? "failure" : "pending";
}

void tx_status(const Case& given) {
    const auto outcome = decode_transaction(kOk, body_of(given));
    ASSERT_TRUE(outcome) << outcome.error().detail;
    const auto& expected = given.data.at("expect");
    const auto state = expected.at("state").get<std::string>();
    EXPECT_EQ(name_of(outcome->state), state == "failed" ? "failure" : state);
    EXPECT_EQ(outcome->is_final, expected.at("final"));
    if (expected.contains("value")) {
        EXPECT_EQ(outcome->success_value, expected.at("value"));
    }
    EXPECT_NE(outcome->failure.find(expected.value("contains", "")), std::string::npos);
}

void withdraw_outcome_case(const Case& given) {
    const auto outcome = decode_transaction(kOk, body_of(given));
    ASSERT_TRUE(outcome) << outcome.error().detail;
    const auto result = withdraw_outcome(*outcome, must(Amount::parse(text_of(given, "asked"))));
    const auto& expected = given.data.at("expect");
    const auto state = expected.at("state").get<std::string>();
    EXPECT_EQ(near::to_text(result.state), state.starts_with("part") ? "partly_refunded" : state);
    EXPECT_EQ(result.withdrawn.to_string(), expected.at("withdrawn"));
    EXPECT_EQ(result.refunded.to_string(), expected.at("refunded"));
}

const bool kKnown = register_kind("near_rpc", "view_request", view_request) &&
                    register_kind("near_rpc", "view_response", view_response) &&
                    register_kind("near_rpc", "error", error) &&
                    register_kind("near_rpc", "access_key", access_key) &&
                    register_kind("near_rpc", "tx_status", tx_status) &&
                    register_kind("near_rpc", "withdraw_outcome", withdraw_outcome_case);

}  // namespace
}  // namespace unrip::vectors

#include "near/rpc_answers.hpp"
#include "near/verifier_refusal.hpp"

#include <gtest/gtest.h>

namespace unrip::near {
namespace {

using Kind = RpcError::Kind;

RpcError error_of(int status, const std::string& body) {
    const auto answer = decode_view(status, body);
    EXPECT_FALSE(answer) << body;
    return answer ? RpcError{} : answer.error();
}

RpcError structured(const std::string& cause, const std::string& data = "\"\"") {
    return error_of(
        200,
        R"({"error":{"name":"HANDLER_ERROR","cause":{"name":")" + cause +
            R"(","info":{}},"code":-32000,"data":)" + data + "}}"
    );
}

RpcError invalid_transaction(const std::string& inner) {
    return structured(
        "INVALID_TRANSACTION", R"({"TxExecutionError":{"InvalidTxError":)" + inner + "}}"
    );
}

TEST(RpcError, IsToldByItsCause) {
    EXPECT_EQ(structured("UNKNOWN_ACCOUNT").kind, Kind::unknown_account);
    EXPECT_EQ(structured("INVALID_ACCOUNT").kind, Kind::unknown_account);
    EXPECT_EQ(structured("TIMEOUT_ERROR").kind, Kind::timeout);
    EXPECT_EQ(structured("UNKNOWN_TRANSACTION").kind, Kind::unknown_transaction);
    EXPECT_EQ(structured("UNAVAILABLE_SHARD").kind, Kind::node);
    EXPECT_EQ(structured("SOMETHING_NEW").kind, Kind::node);
    EXPECT_EQ(
        structured("CONTRACT_EXECUTION_ERROR", R"("CodeDoesNotExist")").kind, Kind::no_contract
    );
}

TEST(RpcError, TellsWhatIsWrongWithATransaction) {
    const auto used =
        invalid_transaction(R"({"InvalidNonce":{"tx_nonce":7,"ak_nonce":130000000000009}})");
    EXPECT_EQ(used.kind, Kind::invalid_nonce);
    EXPECT_EQ(used.access_key_nonce, 130'000'000'000'009U);
    EXPECT_EQ(invalid_transaction(R"("Expired")").kind, Kind::expired);
    EXPECT_EQ(
        invalid_transaction(R"({"NotEnoughBalance":{"signer_id":"a"}})").kind,
        Kind::not_enough_balance
    );
    EXPECT_EQ(
        invalid_transaction(R"({"InvalidAccessKeyError":{"AccessKeyNotFound":{}}})").kind,
        Kind::unknown_access_key
    );
    EXPECT_EQ(invalid_transaction(R"({"ShardCongested":{}})").kind, Kind::node);
    EXPECT_EQ(invalid_transaction(R"("InvalidSignature")").kind, Kind::invalid_transaction);
}

TEST(RpcError, ReadsTheNonceFromProseToo) {
    const auto used = structured(
        "INVALID_TRANSACTION", R"("InvalidTxError: InvalidNonce { tx_nonce: 7, ak_nonce: 9 }")"
    );
    EXPECT_EQ(used.kind, Kind::invalid_nonce);
    EXPECT_EQ(used.access_key_nonce, 9U);
}

TEST(RpcError, StandsInsideTheResultAsWell) {
    const auto inside = [](const std::string& text) {
        return error_of(200, R"({"result":{"error":")" + text + R"(","logs":[]}})");
    };
    EXPECT_EQ(inside("wasm execution failed with error: invalid salt").kind, Kind::contract);
    EXPECT_EQ(inside("account a.near does not exist while viewing").kind, Kind::unknown_account);
    EXPECT_EQ(
        inside("access key ed25519:x does not exist while viewing").kind, Kind::unknown_access_key
    );
    EXPECT_EQ(inside("CompilationError(CodeDoesNotExist)").kind, Kind::no_contract);
}

TEST(RpcError, ComesWithoutJsonFromWhatStandsBefore) {
    for (const int status : {403, 413, 500, 502, 503, 504}) {
        const auto error = error_of(status, "<html>");
        EXPECT_EQ(error.kind, Kind::node) << status;
        EXPECT_TRUE(error.retry()) << status;
    }
    EXPECT_EQ(error_of(408, "").kind, Kind::timeout);
    EXPECT_EQ(error_of(429, "slow down").kind, Kind::rate_limit);
    EXPECT_EQ(error_of(200, "<html>").kind, Kind::node);
    EXPECT_EQ(error_of(200, "[]").kind, Kind::node);
    EXPECT_EQ(error_of(200, R"({"jsonrpc":"2.0"})").kind, Kind::node);
    EXPECT_EQ(error_of(200, R"({"error":"rate limit exceeded"})").kind, Kind::rate_limit);
}

TEST(RpcError, BecomesWhatTheCallerCanDo) {
    EXPECT_EQ(to_failure({Kind::contract, "x", {}}).error.kind, Error::Kind::refused);
    EXPECT_EQ(to_failure({Kind::timeout, "x", {}}).error.kind, Error::Kind::timed_out);
    EXPECT_EQ(to_failure({Kind::node, "x", {}}).error.kind, Error::Kind::unavailable);
    EXPECT_EQ(to_failure({Kind::contract, "x", {}}).error.detail, "contract: x");
}

TEST(VerifierRefusal, IsRecognisedInsideOtherWords) {
    const auto of = [](std::string_view text) {
        return to_text(classify_refusal("GuestPanic { panic_msg: \"" + std::string{text} + "\" }"));
    };
    EXPECT_EQ(of("nonce was already used"), "nonce_used");
    EXPECT_EQ(of("invalid salt"), "invalid_salt");
    EXPECT_EQ(of("account 'a.near' is locked"), "account_locked");
    EXPECT_EQ(of("account 'a.near' not found"), "unknown_account");
    EXPECT_EQ(of("public key 'x' doesn't exist for account 'a.near'"), "unknown_key");
    EXPECT_EQ(of("Pausable: Method is paused"), "paused");
    EXPECT_EQ(of("something else"), "unknown");
}

}  // namespace
}  // namespace unrip::near

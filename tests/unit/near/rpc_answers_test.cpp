#include "near/rpc_answers.hpp"

#include <gtest/gtest.h>

namespace unrip::near {
namespace {

constexpr int kOk = 200;
constexpr const char* kBlock =
    R"(,"block_height":1,"block_hash":"11111111111111111111111111111111")";

std::string result(const std::string& members) {
    return R"({"jsonrpc":"2.0","id":"1","result":{)" + members + "}}";
}

TEST(ViewAnswer, IsMadeOfBytes) {
    const auto answer =
        decode_view(kOk, result(R"("result":[34,195,169,34])" + std::string{kBlock}));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->value, "\"\u00e9\"");
    EXPECT_EQ(answer->block_height, 1U);
    EXPECT_TRUE(decode_view(kOk, result(R"("result":[])" + std::string{kBlock}))->value.empty());
}

TEST(ViewAnswer, RefusesWhatIsNoByte) {
    for (const char* bytes : {"[256]", "[-1]", "[1.5]", "[\"a\"]", "\"abc\"", "null"}) {
        const auto answer = decode_view(kOk, result("\"result\":" + std::string{bytes} + kBlock));
        ASSERT_FALSE(answer) << bytes;
        EXPECT_TRUE(answer.error().retry());
    }
    EXPECT_FALSE(decode_view(kOk, result(R"("result":[34,34])")));
}

TEST(AccessKey, KeepsLargeNoncesExactly) {
    const auto key = decode_access_key(
        kOk,
        result(R"("nonce":18446744073709551615,"permission":"FullAccess")" + std::string{kBlock})
    );
    ASSERT_TRUE(key);
    EXPECT_EQ(key->nonce, 18'446'744'073'709'551'615U);
    EXPECT_TRUE(key->full_access);
}

TEST(AccessKey, RefusesANonceThatLostItsDigits) {
    for (const char* nonce : {"1e14", "-1", "18446744073709551616", "\"7\"", "null"}) {
        EXPECT_FALSE(decode_access_key(
            kOk,
            result("\"nonce\":" + std::string{nonce} + R"(,"permission":"FullAccess")" + kBlock)
        )) << nonce;
    }
}

TEST(BlockHeader, TellsItsTimeToTheNanosecond) {
    const auto block = decode_block(
        kOk,
        result(
            R"("header":{"height":7,"hash":"h","timestamp":1,"timestamp_nanosec":"1700000000123456789"})"
        )
    );
    ASSERT_TRUE(block);
    EXPECT_EQ(to_unix_ns(block->time), 1'700'000'000'123'456'789);
    EXPECT_FALSE(decode_block(
        kOk,
        result(R"("header":{"height":7,"hash":"h","timestamp_nanosec":"99999999999999999999"})")
    ));
    EXPECT_FALSE(decode_block(kOk, result(R"("header":{"height":7,"hash":"h"})")));
}

TEST(TransactionOutcome, IsPendingWhileNotExecuted) {
    const auto included = decode_transaction(kOk, result(R"("final_execution_status":"INCLUDED")"));
    ASSERT_TRUE(included);
    EXPECT_EQ(included->state, TransactionOutcome::State::pending);
    EXPECT_FALSE(included->is_final);
    const auto started = decode_transaction(
        kOk, result(R"("final_execution_status":"INCLUDED_FINAL","status":"Started")")
    );
    ASSERT_TRUE(started);
    EXPECT_EQ(started->state, TransactionOutcome::State::pending);
    EXPECT_FALSE(decode_transaction(kOk, result("\"transaction\":{}")));
}

TEST(TransactionOutcome, TrustsOnlyLogsOfTheContractItselfThatTookEffect) {
    const auto receipt = [](const char* executor, const char* status, const char* log) {
        return std::string{R"({"id":"r","outcome":{"executor_id":")"} + executor +
               R"(","status":{")" + status + R"(":""},"logs":[")" + log + R"("]}})";
    };
    const auto outcome = decode_transaction(
        kOk,
        result(
            R"("final_execution_status":"FINAL","status":{"SuccessValue":""},"receipts_outcome":[)" +
            receipt("evil.near", "SuccessValue", "forged") + "," +
            receipt("intents.near", "Failure", "undone") + "," +
            receipt("intents.near", "SuccessReceiptId", "first") + "," +
            receipt("intents.near", "SuccessValue", "second") + "]"
        )
    );
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->receipts.size(), 4U);
    EXPECT_EQ(logs_of(*outcome, "intents.near"), (std::vector<std::string>{"first", "second"}));
}

}  // namespace
}  // namespace unrip::near

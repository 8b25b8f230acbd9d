#include "venue/bridge/bridge_answers.hpp"

#include "venue/bridge/bridge_requests.hpp"

#include <gtest/gtest.h>

namespace unrip::venue {
namespace {

std::string deposits(const std::string& amount) {
    return R"({"result":{"deposits":[{"tx_hash":"t","near_token_id":"x.omft.near","decimals":18,)"
           R"("amount":)" +
           amount + R"(,"status":"COMPLETED"}],"total":1}})";
}

std::string amount_read_from(const std::string& amount) {
    const auto read = decode_recent_deposits(deposits(amount));
    if (!read || read->deposits.empty()) return "unreadable";
    return read->deposits.front().amount.to_string();
}

TEST(BridgeDeposits, AreExactWhateverTheSizeOfTheNumber) {
    EXPECT_EQ(amount_read_from("9007199254740993"), "9007199254740993");
    EXPECT_EQ(amount_read_from("5000000000000000001"), "5000000000000000001");
    EXPECT_EQ(amount_read_from("12345678901234567890123"), "12345678901234567890123");
    EXPECT_EQ(amount_read_from("1e+21"), "1000000000000000000000");
    EXPECT_EQ(amount_read_from(R"("77")"), "77");
}

TEST(BridgeDeposits, AreLeftOutAndCountedWhenUnreadable) {
    for (const auto* amount : {"1.5", "-1", "null", R"("x")"}) {
        const auto read = decode_recent_deposits(deposits(amount));
        ASSERT_TRUE(read);
        EXPECT_TRUE(read->deposits.empty()) << amount;
        EXPECT_EQ(read->unreadable, 1U) << amount;
    }
}

TEST(BridgeDeposits, AreNotFinalInAStatusWeDoNotKnow) {
    EXPECT_FALSE(is_final(DepositStatus::unknown));
    EXPECT_FALSE(is_final(DepositStatus::credited));
    EXPECT_TRUE(is_final(DepositStatus::failed));
}

TEST(BridgeTokens, NeedEveryFigure) {
    const auto tokens = decode_supported_tokens(
        R"({"result":{"tokens":[{"intents_token_id":"nep141:a.near","decimals":8,)"
        R"("min_deposit_amount":"1","min_withdrawal_amount":"2","withdrawal_fee":"3"},)"
        R"({"intents_token_id":"nep141:b.near","decimals":8,"min_deposit_amount":"1",)"
        R"("min_withdrawal_amount":"2"},{"intents_token_id":"nep141:c.near","decimals":99,)"
        R"("min_deposit_amount":"1","min_withdrawal_amount":"2","withdrawal_fee":"3"}]}})"
    );
    ASSERT_TRUE(tokens);
    ASSERT_EQ(tokens->tokens.size(), 1U);
    EXPECT_EQ(tokens->unreadable, 2U);
    EXPECT_EQ(tokens->tokens.front().withdrawal_fee, Amount{3});
}

TEST(DepositAddress, IsNeverGuessed) {
    for (const auto* body :
         {R"({"result":{}})",
          R"({"result":{"address":""}})",
          R"({"result":null})",
          R"({"result":{"address":"a","memo":5}})"}) {
        const auto address = decode_deposit_address(body);
        ASSERT_FALSE(address) << body;
        EXPECT_EQ(address.error().kind, Error::Kind::malformed) << body;
    }
    const auto with_memo = decode_deposit_address(R"({"result":{"address":"a","memo":"m"}})");
    ASSERT_TRUE(with_memo);
    EXPECT_EQ(with_memo->memo, "m");
}

TEST(BridgeErrors, ComeInBothShapes) {
    for (const auto* body : {R"({"error":"bad chain"})", R"({"error":{"message":"bad chain"}})"}) {
        const auto notified = decode_notify_deposit(body);
        ASSERT_FALSE(notified);
        EXPECT_EQ(notified.error().kind, Error::Kind::refused);
        EXPECT_EQ(notified.error().detail, "bad chain");
    }
}

TEST(BridgeRequests, LeaveOutWhatIsNotGiven) {
    DepositNotice notice;
    notice.chain = "btc:mainnet";
    notice.deposit_address = "a";
    notice.tx_hash = "t";
    EXPECT_EQ(
        notify_deposit_request("4", notice),
        R"({"jsonrpc":"2.0","id":"4","method":"notify_deposit","params":[{"chain":"btc:mainnet",)"
        R"("deposit_address":"a","tx_hash":"t"}]})"
    );
    EXPECT_EQ(
        supported_tokens_request("1", {}),
        R"({"jsonrpc":"2.0","id":"1","method":"supported_tokens","params":[{}]})"
    );
}

}  // namespace
}  // namespace unrip::venue

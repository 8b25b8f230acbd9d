#include "venue/bridge/bridge_withdrawals.hpp"

#include <gtest/gtest.h>

namespace unrip::venue {
namespace {

std::string entry(const std::string& status, const std::string& transfer = "null") {
    return R"({"status":")" + status + R"(","data":{"tx_hash":"t","transfer_tx_hash":)" + transfer +
           R"(,"near_token_id":"btc.omft.near","decimals":8,"amount":123456789012345678901}})";
}

std::string listed(const std::string& entries) {
    return R"({"result":{"withdrawals":[)" + entries + "]}}";
}

Result<BridgeWithdrawal> read(const std::string& body) {
    return decode_withdrawal_status(body, "btc.omft.near");
}

TEST(WithdrawalStatus, IsReadInBothShapes) {
    for (const auto& body : {listed(entry("PENDING")), R"({"result":)" + entry("PENDING") + "}"}) {
        const auto withdrawal = read(body);
        ASSERT_TRUE(withdrawal) << body;
        EXPECT_EQ(withdrawal->status, WithdrawalStatus::pending);
        EXPECT_EQ(withdrawal->amount->to_string(), "123456789012345678901");
        EXPECT_FALSE(withdrawal->transfer_tx_hash);
    }
}

TEST(WithdrawalStatus, IsWorthAskingAgainWhenTheBridgeHasNotSeenIt) {
    for (const auto* body :
         {R"({"error":"Withdrawals not found"})",
          R"({"error":{"code":0,"message":"Withdrawals not found"}})"}) {
        const auto withdrawal = read(body);
        ASSERT_FALSE(withdrawal);
        EXPECT_EQ(withdrawal.error().kind, Error::Kind::unavailable);
    }
}

TEST(WithdrawalStatus, IsRefusedForOtherComplaints) {
    const auto withdrawal = read(R"({"error":"bad hash"})");
    ASSERT_FALSE(withdrawal);
    EXPECT_EQ(withdrawal.error().kind, Error::Kind::refused);
}

TEST(WithdrawalStatus, IsNotBelievedWithoutOurTokenOrTheTransfer) {
    for (const auto& body :
         {listed(""),
          listed(R"({"status":"COMPLETED","data":{"near_token_id":"eth.omft.near"}})"),
          listed(entry("COMPLETED")),
          std::string{R"({"result":{"withdrawals":{}}})"},
          std::string{R"({"result":{"status":"COMPLETED"}})"}}) {
        const auto withdrawal = read(body);
        ASSERT_FALSE(withdrawal) << body;
        EXPECT_EQ(withdrawal.error().kind, Error::Kind::malformed) << body;
    }
}

TEST(WithdrawalReading, EndsTheWaitingOnlyWhereItIsSafe) {
    const WithdrawalReading reading;
    EXPECT_EQ(reading.succeeded(WithdrawalStatus::completed), true);
    for (const auto status :
         {WithdrawalStatus::failed, WithdrawalStatus::rejected, WithdrawalStatus::returned}) {
        EXPECT_EQ(reading.succeeded(status), false);
    }
    for (const auto status :
         {WithdrawalStatus::pending,
          WithdrawalStatus::not_found,
          WithdrawalStatus::awaiting,
          WithdrawalStatus::returning,
          WithdrawalStatus::unknown}) {
        EXPECT_EQ(reading.succeeded(status), std::nullopt);
    }
}

TEST(WithdrawalReading, CanBeSwitched) {
    const WithdrawalReading reading{{WithdrawalStatus::completed}};
    EXPECT_FALSE(reading.is_final(WithdrawalStatus::failed));
}

TEST(RecentWithdrawals, SkipWhatCannotBeRead) {
    const auto all = decode_recent_withdrawals(listed(entry("RETURNED") + ",5," + entry("NEW")));
    ASSERT_TRUE(all);
    ASSERT_EQ(all->withdrawals.size(), 2U);
    EXPECT_EQ(all->unreadable, 1U);
    EXPECT_EQ(all->withdrawals.back().status, WithdrawalStatus::unknown);
}

}  // namespace
}  // namespace unrip::venue

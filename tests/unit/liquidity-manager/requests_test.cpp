#include "requests.hpp"

#include "names.hpp"

#include <gtest/gtest.h>

namespace unrip::liquidity_manager {
namespace {

const std::string kBtc = R"("asset_id":"nep141:btc.omft.near")";

TEST(Requests, ReadAWithdrawal) {
    const auto read =
        read_withdraw("{" + kBtc + R"(,"amount":"100000","destination_address":"bc1q"})");
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->asset.text(), "nep141:btc.omft.near");
    EXPECT_EQ(read->amount, Amount{100'000});
    EXPECT_EQ(read->address, "bc1q");
    EXPECT_FALSE(read_withdraw("{" + kBtc + R"(,"amount":"1"})")->address);
}

TEST(Requests, NameWhatIsWrong) {
    const auto said = [](const std::string& body) {
        const auto read = read_withdraw(body);
        return read ? std::string{"nothing"} : read.error().detail;
    };
    EXPECT_NE(said("[]").find("JSON object"), std::string::npos);
    EXPECT_NE(said(R"({"amount":"1"})").find("asset_id"), std::string::npos);
    EXPECT_NE(said(R"({"asset_id":"btc","amount":"1"})").find("asset_id"), std::string::npos);
    for (const auto* amount : {"5", "\"0\"", "\"-1\"", "\"1.5\"", "\"\"", "null"}) {
        EXPECT_NE(
            said("{" + kBtc + ",\"amount\":" + amount + "}").find("amount"), std::string::npos
        ) << amount;
    }
    EXPECT_NE(
        said("{" + kBtc + R"(,"amount":"1","destination_adress":"x"})").find("not known"),
        std::string::npos
    );
}

TEST(Requests, ReadAWithdrawalMadeElsewhere) {
    const std::string rest = kBtc + R"(,"chain":"btc:mainnet","amount":"5"})";
    const auto read =
        read_track(R"({"withdrawal_hash":"8yFNEk7GmRcM3NMJihwCKXt8ZANLpL2koVFWWH1MEEj",)" + rest);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->chain, "btc:mainnet");
    EXPECT_FALSE(read_track(R"({"withdrawal_hash":"0xabc",)" + rest));
}

TEST(Requests, ReadTheFreeze) {
    EXPECT_TRUE(read_freeze(R"({"frozen":true})")->frozen);
    EXPECT_FALSE(read_freeze(R"({"frozen":false,"reason":"morning"})")->frozen);
    for (const auto* body : {"", "{}", R"({"frozen":"false"})", R"({"frozen":false,"x":1})"}) {
        EXPECT_FALSE(read_freeze(body)) << body;
    }
}

TEST(Requests, KnowAnIdempotencyKey) {
    EXPECT_TRUE(is_idempotency_key("2026-11-20/btc#1"));
    EXPECT_FALSE(is_idempotency_key(""));
    EXPECT_FALSE(is_idempotency_key("two words"));
    EXPECT_FALSE(is_idempotency_key(std::string(129, 'k')));
}

TEST(Names, AreStableAndFitToBeKeys) {
    EXPECT_EQ(name_of("wd", "maker.near\nkey"), name_of("wd", "maker.near\nkey"));
    EXPECT_NE(name_of("wd", "maker.near\nkey"), name_of("wd", "maker.near\nother"));
    EXPECT_TRUE(is_name(name_of("dep", "anything at all")));
    for (const auto* text : {"", ".a", "a.", "a..b", "a b", "a>b", "a/b"}) {
        EXPECT_FALSE(is_name(text)) << text;
    }
}

}  // namespace
}  // namespace unrip::liquidity_manager

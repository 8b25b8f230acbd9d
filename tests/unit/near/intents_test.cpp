#include "near/intents.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace unrip::near {
namespace {

const Instant kDeadline = from_unix_ms(1'795'165'270'000);

AssetId asset(const char* text) {
    return *AssetId::parse(text);
}

TokenDiff trade() {
    return {{{asset("nep141:btc.omft.near"), 100'000}, {asset("nep141:wrap.near"), -8123}}, {}, {}};
}

TEST(TokenDiff, IsWrittenCompactlyInAFixedOrder) {
    const auto message = token_diff_message("solver.near", kDeadline, trade());
    ASSERT_TRUE(message);
    EXPECT_EQ(
        *message,
        R"({"signer_id":"solver.near","deadline":"2026-11-20T09:01:10.000Z","intents":[{"intent":"token_diff","diff":{"nep141:btc.omft.near":"100000","nep141:wrap.near":"-8123"}}]})"
    );
}

TEST(TokenDiff, CarriesMemoAndReferralWhenGiven) {
    auto intent = trade();
    intent.memo = "a \"b\"";
    intent.referral = "ref.near";
    const auto message = token_diff_message("solver.near", kDeadline, intent);
    ASSERT_TRUE(message);
    const auto written = nlohmann::json::parse(*message)["intents"][0];
    EXPECT_EQ(written["memo"], "a \"b\"");
    EXPECT_EQ(written["referral"], "ref.near");
}

TEST(TokenDiff, WritesTheWholeRange) {
    auto intent = trade();
    intent.diff[0].amount = kI128Max;
    intent.diff[1].amount = kI128Min;
    const auto message = token_diff_message("solver.near", kDeadline, intent);
    ASSERT_TRUE(message);
    EXPECT_NE(message->find("\"170141183460469231731687303715884105727\""), std::string::npos);
    EXPECT_NE(message->find("\"-170141183460469231731687303715884105728\""), std::string::npos);
}

TEST(TokenDiff, RefusesWhatTheVerifierWould) {
    const auto refuses = [](const TokenDiff& intent, const char* signer = "solver.near") {
        return !token_diff_message(signer, kDeadline, intent).has_value();
    };
    EXPECT_TRUE(refuses({}));
    EXPECT_TRUE(refuses(trade(), "Solver.near"));

    auto zero = trade();
    zero.diff[1].amount = 0;
    EXPECT_TRUE(refuses(zero));
    auto twice = trade();
    twice.diff.push_back(twice.diff[0]);
    EXPECT_TRUE(refuses(twice));
    auto unknown = trade();
    unknown.diff[0].token = asset("erc20:0x00");
    EXPECT_TRUE(refuses(unknown));
    auto referral = trade();
    referral.referral = "NOBODY";
    EXPECT_TRUE(refuses(referral));
    auto memo = trade();
    memo.memo = "\xff";
    EXPECT_TRUE(refuses(memo));
}

TEST(EmptyIntents, OnlyBurnTheNonce) {
    EXPECT_EQ(
        *empty_message("solver.near", kDeadline),
        R"({"signer_id":"solver.near","deadline":"2026-11-20T09:01:10.000Z","intents":[]})"
    );
    EXPECT_FALSE(empty_message("", kDeadline));
}

TEST(Delta, HasOneSignAtMostAndDigits) {
    EXPECT_TRUE(*parse_delta("-0") == 0);
    EXPECT_TRUE(*parse_delta("+007") == 7);
    EXPECT_TRUE(*parse_delta("-170141183460469231731687303715884105728") == kI128Min);
    for (const char* bad : {"", "+", "-", "--1", "+-1", "1.0", "1_000", "1 ", "0x1", "\u0661"}) {
        EXPECT_FALSE(parse_delta(bad)) << bad;
    }
}

}  // namespace
}  // namespace unrip::near

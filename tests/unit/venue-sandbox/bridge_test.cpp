#include "bridge/bridge.hpp"

#include "unit/venue-sandbox/world.hpp"
#include "venue/bridge/bridge_answers.hpp"
#include "venue/bridge/bridge_requests.hpp"
#include "venue/bridge/bridge_withdrawals.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace unrip::sandbox {
namespace {

using nlohmann::json;
using std::chrono::seconds;

const std::string kBtc = "btc.omft.near";
const std::string kEure = "gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near";

std::vector<BridgeToken> tokens() {
    return {
        *bridge_token("nep141:" + kBtc, "BTC", 8), *bridge_token("nep141:" + kEure, "EURe", 18)};
}

class SandboxBridgeTest : public testing::Test {
  protected:
    void pass(seconds duration) {
        const auto until = world_.now + duration;
        while (world_.now < until) {
            world_.pass(1);
            book_.advance(world_.now);
        }
    }

    std::string ask(const std::string& method, const json& parameter) {
        const json request{
            {"jsonrpc", "2.0"},
            {"id", "7"},
            {"method", method},
            {"params", json::array({parameter})}};
        return bridge_.answer(request.dump());
    }

    /// As the chain tells it when a withdrawal has left.
    void burn(u128 amount) {
        Draft draft;
        draft.nonce_number = ++nonces_;
        draft.deadline = world_.now + seconds{60};
        draft.nonce_deadline = draft.deadline;
        draft.intents_json = R"([{"intent":"ft_withdraw","token":"btc.omft.near",)"
                             R"("receiver_id":"btc.omft.near","amount":")" +
                             to_text(amount) + R"(","memo":"WITHDRAW_TO:bc1q"}])";
        world_.chain.set_balance("maker.near", "nep141:" + kBtc, amount);
        tx_hash_ = world_.chain.settle({signed_intent(draft)}, {});
        pass(seconds{3});
    }

    Result<venue::BridgeWithdrawal> status() {
        return venue::decode_withdrawal_status(
            ask("withdrawal_status", {{"withdrawal_hash", tx_hash_}}), kBtc
        );
    }
    u128 btc() const { return world_.balance("maker.near", "nep141:" + kBtc); }

    ChainWorld world_;
    BridgeBook book_{world_.chain, tokens(), {}, kStart};
    Bridge bridge_{book_};
    std::string tx_hash_;
    std::uint8_t nonces_ = 0;
};

TEST_F(SandboxBridgeTest, NamesItsTokensAsTheRealOneDoes) {
    const auto answered = json::parse(ask("supported_tokens", {{"chains", {"btc:mainnet"}}}));
    const auto expected = json::parse(
        R"({"jsonrpc":"2.0","id":"7","result":{"tokens":[{"defuse_asset_identifier":)"
        R"("btc:mainnet:native","near_token_id":"btc.omft.near","decimals":8,"asset_name":"BTC",)"
        R"("min_deposit_amount":"10000","min_withdrawal_amount":"700","withdrawal_fee":"1500",)"
        R"("standard":"nep141","intents_token_id":"nep141:btc.omft.near"}]}})"
    );
    EXPECT_EQ(answered, expected);
    const auto all = venue::decode_supported_tokens(ask("supported_tokens", json::object()));
    ASSERT_TRUE(all);
    ASSERT_EQ(all->tokens.size(), 2U);
    EXPECT_EQ(all->tokens[1].chain_asset, "eth:100:0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430");
}

TEST_F(SandboxBridgeTest, CarriesOnlyTokensOfItsOwn) {
    EXPECT_FALSE(bridge_token("nep141:wrap.near", "NEAR", 24));
    EXPECT_FALSE(bridge_token("nep141:nbtc.bridge.near", "BTC", 8));
    EXPECT_FALSE(bridge_token("nep245:v2_1.omni.hot.tg:56_1", "BNB", 18));
    EXPECT_FALSE(bridge_token("nep141:nowhere.omft.near", "X", 8));
}

TEST_F(SandboxBridgeTest, DepositAddressesBelongToOneAccountAndChain) {
    const auto of = [&](const char* account, const char* chain) {
        const auto answered = ask("deposit_address", {{"account_id", account}, {"chain", chain}});
        return venue::decode_deposit_address(answered);
    };
    ASSERT_TRUE(of("maker.near", "btc:mainnet"));
    EXPECT_EQ(of("maker.near", "btc:mainnet")->address, of("maker.near", "btc:mainnet")->address);
    EXPECT_NE(of("maker.near", "btc:mainnet")->address, of("taker.near", "btc:mainnet")->address);
    EXPECT_NE(of("maker.near", "btc:mainnet")->address, of("maker.near", "eth:100")->address);
    EXPECT_EQ(deposit_address("maker.near", "eth:1"), deposit_address("maker.near", "eth:100"));
    EXPECT_FALSE(of("maker.near", "moon:mainnet"));
}

TEST_F(SandboxBridgeTest, ADepositIsPendingThenCreditedThenCompleted) {
    const auto hash = book_.arrive("maker.near", kBtc, 20'000, true);
    ASSERT_TRUE(hash);
    const auto deposit = [&] {
        const auto listed = ask("recent_deposits", {{"account_id", "maker.near"}});
        return venue::decode_recent_deposits(listed)->deposits.at(0);
    };
    EXPECT_EQ(deposit().status, venue::DepositStatus::pending);
    EXPECT_EQ(deposit().tx_hash, *hash);
    EXPECT_EQ(deposit().mint_tx_hash, "");
    pass(seconds{4});
    EXPECT_EQ(deposit().status, venue::DepositStatus::pending);
    EXPECT_EQ(btc(), u128{0});
    pass(seconds{4});
    EXPECT_EQ(deposit().status, venue::DepositStatus::credited);
    EXPECT_NE(deposit().mint_tx_hash, "");
    EXPECT_EQ(btc(), u128{20'000});
    pass(seconds{4});
    EXPECT_EQ(deposit().status, venue::DepositStatus::completed);
    EXPECT_EQ(btc(), u128{20'000}) << "credited once";
}

TEST_F(SandboxBridgeTest, AmountsAreJsonNumbersOfAnySize) {
    const u128 amount = power_of_ten(24) + 1;
    book_.arrive("maker.near", kEure, amount, true);
    const auto listed = ask("recent_deposits", {{"account_id", "maker.near"}});
    EXPECT_NE(listed.find("\"amount\":1000000000000000000000001,"), std::string::npos) << listed;
    EXPECT_EQ(venue::decode_recent_deposits(listed)->deposits.at(0).amount.atoms(), amount);
}

TEST_F(SandboxBridgeTest, TooSmallDepositsAreNotCredited) {
    book_.arrive("maker.near", kBtc, 9'999, true);
    pass(seconds{10});
    const auto listed =
        ask("recent_deposits", {{"account_id", "maker.near"}, {"status", "FAILED"}});
    EXPECT_EQ(venue::decode_recent_deposits(listed)->total, 1U);
    EXPECT_EQ(btc(), u128{0});
}

TEST_F(SandboxBridgeTest, AnUnnoticedDepositWaitsToBeTold) {
    const auto hash = book_.arrive("maker.near", kBtc, 20'000, false);
    pass(seconds{10});
    const auto listed = [&] {
        const auto answered = ask("recent_deposits", {{"account_id", "maker.near"}});
        return venue::decode_recent_deposits(answered)->total;
    };
    EXPECT_EQ(listed(), 0U);
    EXPECT_FALSE(venue::decode_notify_deposit(ask("notify_deposit", {{"tx_hash", "other"}})));
    EXPECT_TRUE(venue::decode_notify_deposit(ask("notify_deposit", {{"tx_hash", *hash}})));
    EXPECT_EQ(listed(), 1U);
    pass(seconds{8});
    EXPECT_EQ(btc(), u128{20'000});
}

TEST_F(SandboxBridgeTest, ListsArePagedAndFiltered) {
    for (unsigned count = 0; count < 25; ++count)
        book_.arrive("maker.near", kBtc, 20'000 + count, true);
    book_.arrive("taker.near", kBtc, 20'000, true);
    const auto page = [&](const json& more) {
        json parameter{{"account_id", "maker.near"}};
        parameter.update(more);
        return venue::decode_recent_deposits(ask("recent_deposits", parameter));
    };
    EXPECT_EQ(page(json::object())->deposits.size(), 20U);
    EXPECT_EQ(page(json::object())->total, 25U);
    EXPECT_EQ(page(json::object())->deposits[0].amount.atoms(), u128{20'024}) << "the newest first";
    EXPECT_EQ(page({{"offset", 20}})->deposits.size(), 5U);
    EXPECT_EQ(page({{"limit", 100}})->deposits.size(), 25U);
    EXPECT_FALSE(page({{"limit", 101}}));
    EXPECT_EQ(page({{"chain", "eth:100"}})->total, 0U);
}

TEST_F(SandboxBridgeTest, AWithdrawalIsUnknownThenPendingThenCompleted) {
    book_.times().withdrawal_indexed = seconds{4};
    burn(100'000);
    ASSERT_FALSE(status());
    EXPECT_EQ(status().error().kind, Error::Kind::unavailable) << status().error().detail;
    pass(seconds{4});
    ASSERT_TRUE(status()) << status().error().detail;
    EXPECT_EQ(status()->status, venue::WithdrawalStatus::pending);
    EXPECT_EQ(status()->address, "bc1q");
    EXPECT_FALSE(status()->transfer_tx_hash);
    pass(seconds{8});
    EXPECT_EQ(status()->status, venue::WithdrawalStatus::completed);
    EXPECT_TRUE(status()->transfer_tx_hash);
    EXPECT_EQ(btc(), u128{0});
}

TEST_F(SandboxBridgeTest, TellsAStatusInEitherShape) {
    burn(100'000);
    const auto listed = json::parse(ask("withdrawal_status", {{"withdrawal_hash", tx_hash_}}));
    EXPECT_TRUE(listed.at("result").at("withdrawals").is_array());
    bridge_.faults().status_as_entry = true;
    const auto single = json::parse(ask("withdrawal_status", {{"withdrawal_hash", tx_hash_}}));
    EXPECT_EQ(single.at("result").at("status"), "PENDING");
    EXPECT_TRUE(status());
}

TEST_F(SandboxBridgeTest, AReturnedWithdrawalComesBack) {
    book_.set_fate(WithdrawalFate::returned);
    burn(100'000);
    pass(seconds{7});
    EXPECT_EQ(status()->status, venue::WithdrawalStatus::returning);
    EXPECT_EQ(btc(), u128{0});
    pass(seconds{10});
    EXPECT_EQ(status()->status, venue::WithdrawalStatus::returned);
    EXPECT_EQ(btc(), u128{100'000});
}

TEST_F(SandboxBridgeTest, WhatWouldArriveTooSmallIsReturned) {
    burn(1'500 + 699);
    pass(seconds{17});
    EXPECT_EQ(status()->status, venue::WithdrawalStatus::returned);
}

TEST_F(SandboxBridgeTest, WithdrawalsMayFailOrStall) {
    book_.set_fate(WithdrawalFate::failed);
    burn(100'000);
    pass(seconds{10});
    EXPECT_EQ(status()->status, venue::WithdrawalStatus::failed);
    book_.set_fate(WithdrawalFate::stalled);
    burn(100'000);
    pass(seconds{60});
    EXPECT_EQ(status()->status, venue::WithdrawalStatus::pending);
    const auto listed = ask("recent_withdrawals", {{"account_id", "maker.near"}});
    EXPECT_EQ(venue::decode_recent_withdrawals(listed)->withdrawals.size(), 2U);
}

TEST_F(SandboxBridgeTest, EstimatesTheFee) {
    const json parameter{{"chain", "btc:mainnet"}, {"token", kBtc}, {"address", "bc1q"}};
    const auto estimate = venue::decode_withdrawal_estimate(ask("withdrawal_estimate", parameter));
    ASSERT_TRUE(estimate);
    EXPECT_EQ(estimate->fee.atoms(), u128{1'500});
    EXPECT_EQ(estimate->fee_decimals, 8U);
    EXPECT_FALSE(venue::decode_withdrawal_estimate(ask("withdrawal_estimate", {{"token", "x"}})));
}

TEST_F(SandboxBridgeTest, ErrorsAreATextOrAnObject) {
    const auto asked = [&] { return json::parse(ask("make_money", json::object())).at("error"); };
    EXPECT_EQ(asked(), "Method not found: make_money");
    bridge_.faults().errors_as_object = true;
    EXPECT_EQ(asked().at("message"), "Method not found: make_money");
    EXPECT_TRUE(json::parse(bridge_.answer("{")).contains("error"));
    EXPECT_TRUE(json::parse(bridge_.answer(R"({"method":"supported_tokens"})")).contains("error"));
}

}  // namespace
}  // namespace unrip::sandbox

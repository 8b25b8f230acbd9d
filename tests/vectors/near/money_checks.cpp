// assets, fees, withdraw, dip4_events

#include "core/token_book.hpp"
#include "near/dip4.hpp"
#include "near/intents.hpp"
#include "near/withdraw.hpp"
#include "vectors/near/given.hpp"
#include "vectors/registry.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace unrip::vectors {
namespace {

using namespace near;
using nlohmann::json;
using Texts = std::map<std::string, std::string>;

bool expects_error(const Case& given) {
    const auto& expected = given.data.at("expect");
    return expected.is_string() && expected.get<std::string>().starts_with("error");
}

void asset_parse(const Case& given) {
    const auto text = text_of(given, "asset_id");
    const auto id = parse_token_id(text);
    ASSERT_EQ(id.has_value(), !expects_error(given));
    if (!id) return;

    const auto& expected = given.data.at("expect");
    EXPECT_EQ(near::to_text(id->standard), expected.at("standard"));
    EXPECT_EQ(id->contract_id, expected.at("contract_id"));
    EXPECT_EQ(id->token_id, expected.value("token_id", ""));
    EXPECT_EQ(near::to_text(*id), text);
    const auto asset = AssetId::parse(text);
    ASSERT_TRUE(asset) << asset.error().detail;
    EXPECT_EQ(asset->standard(), expected.at("standard"));
}

void asset_token(const Case& given) {
    const auto text = text_of(given, "asset_id");
    const auto decimals = static_cast<unsigned>(count_of(given, "decimals"));
    const auto id = parse_token_id(text);
    ASSERT_TRUE(id) << id.error().detail;

    const auto asset = AssetId::parse(text);
    ASSERT_TRUE(asset) << asset.error().detail;
    TokenBook book;
    ASSERT_TRUE(book.add({*asset, "slug", text_of(given, "symbol"), decimals}));
    const auto one = Amount::parse_tokens("1", decimals);
    ASSERT_TRUE(one);
    EXPECT_EQ(one->to_string(), "1" + std::string(decimals, '0'));
    EXPECT_EQ(book.show(*asset, *one), "1 " + text_of(given, "symbol"));
}

void asset_units(const Case& given) {
    const auto decimals = static_cast<unsigned>(count_of(given, "decimals"));
    const auto units = Amount::parse_tokens(text_of(given, "human"), decimals);
    const auto expected = text_of(given, "units");
    ASSERT_EQ(units.has_value(), !expected.starts_with("error"));
    if (!units) return;
    EXPECT_EQ(units->to_string(), expected);
    EXPECT_EQ(must(Amount::parse_tokens(units->to_tokens(decimals), decimals)), *units);
}

/// "0: parses, but ..." explains itself behind the number.
void asset_delta(const Case& given) {
    const auto delta = parse_delta(text_of(given, "text"));
    ASSERT_EQ(delta.has_value(), !expects_error(given));
    if (!delta) return;
    const auto expected = text_of(given, "expect");
    EXPECT_EQ(unrip::to_text(*delta), expected.substr(0, expected.find(':')));

    const TokenDiff intent{{{must(AssetId::parse("nep141:wrap.near")), *delta}}, {}, {}};
    EXPECT_EQ(token_diff_message("a.near", Instant{}, intent).has_value(), *delta != 0);
}

Pips fee_of_case(const Case& given) {
    return must(Pips::from_count(count_of(given, "fee_pips")));
}

void net_down(const Case& given) {
    const auto amount = must(Amount::parse(text_of(given, "amount")));
    EXPECT_EQ(fee_of(amount, fee_of_case(given)).to_string(), text_of(given, "fee"));
    EXPECT_EQ(net_of(amount, fee_of_case(given)).to_string(), text_of(given, "net"));
}

void gross_up_case(const Case& given) {
    const auto net = must(Amount::parse(text_of(given, "net")));
    const auto gross = gross_up(net, fee_of_case(given));
    ASSERT_TRUE(gross) << gross.error().detail;
    EXPECT_EQ(gross->to_string(), text_of(given, "gross"));
    EXPECT_EQ(net_of(*gross, fee_of_case(given)), net);
}

void closure_delta_case(const Case& given) {
    const auto id = parse_token_id(text_of(given, "token_id"));
    ASSERT_TRUE(id);
    const auto closure =
        closure_delta(id->standard, must(parse_i128(text_of(given, "delta"))), fee_of_case(given));
    const auto& expected = given.data.at("closure");
    const bool is_number = expected.is_string() && parse_i128(expected.get<std::string>());
    ASSERT_EQ(closure.has_value(), is_number);
    if (closure) {
        EXPECT_EQ(unrip::to_text(*closure), expected);
    }
}

void batch(const Case& given) {
    std::vector<Deltas> diffs;
    for (const auto& entry : given.data.at("diffs"))
        diffs.push_back(deltas_in(entry.at("diff")));
    const auto balance = balance_batch(diffs, fee_of_case(given));
    ASSERT_TRUE(balance) << balance.error().detail;
    EXPECT_EQ(balance->is_balanced(), flag_of(given, "balanced"));
    EXPECT_EQ(as_texts(balance->fees_collected), given.data.at("fees_collected").get<Texts>());
    EXPECT_EQ(as_texts(balance->unmatched), given.data.at("unmatched_deltas").get<Texts>());
}

void memo(const Case& given) {
    EXPECT_EQ(
        withdraw_memo(text_of(given, "address"), text_or(given, "destination_memo", "")),
        text_of(given, "memo")
    );
}

void withdraw(const Case& given) {
    const BridgeTerms terms{
        must(Amount::parse(text_of(given, "fee"))),
        must(Amount::parse(text_of(given, "min_withdrawal")))};
    const auto withdrawal = bridge_withdrawal(
        text_of(given, "token"),
        text_of(given, "address"),
        text_or(given, "destination_memo", ""),
        must(Amount::parse(text_of(given, "amount"))),
        flag_of(given, "fee_inclusive") ? BridgeFee::inside : BridgeFee::on_top,
        terms
    );
    const auto& expected = given.data.at("expect");
    if (expected.contains("error")) {
        ASSERT_FALSE(withdrawal);
        EXPECT_EQ(withdrawal.error().detail, expected.at("error"));
        return;
    }
    ASSERT_TRUE(withdrawal) << withdrawal.error().detail;
    EXPECT_EQ(withdrawal->arrives.to_string(), expected.at("arrives"));
    const auto& call = expected.at("direct_call");
    EXPECT_EQ(call.at("method"), "ft_withdraw");
    EXPECT_EQ(call.at("deposit"), "1");
    EXPECT_EQ(json::parse(direct_call_args(withdrawal->call)), call.at("args"));
    EXPECT_EQ(
        json::parse(intent_json(withdrawal->call, kBridgeWithdrawGas)), expected.at("intent")
    );
}

void chain_of_token_case(const Case& given) {
    const auto chain = chain_of_token(text_of(given, "token"));
    const auto& expected = given.data.at("chain");
    EXPECT_EQ(chain ? json{*chain} : json{nullptr}, json{expected});
}

void logs(const Case& given) {
    const auto events = parse_dip4_logs(given.data.at("logs").get<std::vector<std::string>>());
    const auto changes = changes_of(events, text_of(given, "account_id"));
    ASSERT_TRUE(changes) << changes.error().detail;

    const auto& expected = given.data.at("expect");
    EXPECT_EQ(as_texts(changes->deltas), expected.at("deltas").get<Texts>());
    EXPECT_EQ(as_texts(changes->fees), expected.at("fees").get<Texts>());
    auto executed = json::array();
    for (const auto& entry : changes->executed) {
        executed.push_back({{"intent_hash", entry.intent_hash}, {"nonce", entry.nonce}});
    }
    EXPECT_EQ(executed, expected.at("executed"));
}

const bool kKnown =
    register_kind("assets", "parse", asset_parse) &&
    register_kind("assets", "token", asset_token) &&
    register_kind("assets", "units", asset_units) &&
    register_kind("assets", "delta", asset_delta) && register_kind("fees", "net_down", net_down) &&
    register_kind("fees", "gross_up", gross_up_case) &&
    register_kind("fees", "closure_delta", closure_delta_case) &&
    register_kind("fees", "batch", batch) && register_kind("withdraw", "memo", memo) &&
    register_kind("withdraw", "withdraw", withdraw) &&
    register_kind("withdraw", "chain_of_token", chain_of_token_case) &&
    register_kind("dip4_events", "logs", logs);

}  // namespace
}  // namespace unrip::vectors

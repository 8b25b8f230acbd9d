#include "ledger.hpp"

#include <gtest/gtest.h>

namespace unrip::history_writer {
namespace {

AssetId asset(const std::string& name) {
    return *AssetId::parse("nep141:" + name + ".near");
}

const Token kBtc{asset("btc"), "btc", "BTC", 8};
const Token kEth{asset("eth"), "eth", "ETH", 18};
const Token kEure{asset("eure"), "eure", "EURe", 18};

i128 eure(std::string_view text) {
    const bool is_negative = text.starts_with('-');
    const auto size = Amount::parse_tokens(text.substr(is_negative ? 1 : 0), 18)->atoms();
    return is_negative ? -static_cast<i128>(size) : static_cast<i128>(size);
}

CountRow count(std::uint64_t height, std::string_view btc, std::string_view euro) {
    CountRow row;
    row.id = MessageId{"inv-" + std::to_string(height)};
    row.height = height;
    row.balances = {
        {kBtc.id, *Amount::parse_tokens(btc, 8)},
        {kEth.id, Amount{}},
        {kEure.id, *Amount::parse_tokens(euro, 18)}};
    return row;
}

PriceRow price(const std::string& id, const std::string& pair, std::string_view mid) {
    return {MessageId{id}, pair, *Price::parse(mid)};
}

std::vector<FillDelta> fill(const std::string& id, std::uint64_t height, i128 btc, i128 euro) {
    const MessageId settlement{id};
    const Amount notional{static_cast<u128>(eure("6.3"))};
    return {
        {settlement, "btc-eure", height, kBtc.id, btc, notional},
        {settlement, "btc-eure", height, kEure.id, euro, notional}};
}

/// 0.01 BTC and 600 EURe at 60000, then the first command.
LedgerRows at_the_start() {
    LedgerRows rows;
    const auto first = count(100, "0.01", "600");
    rows.baseline = BaselineRow{
        CommandId{"cmd-1"},
        first.id,
        100,
        1'000,
        first.balances,
        {price("px-1", "btc-eure", "60000")}};
    rows.counts = {first};
    rows.prices = {price("px-1", "btc-eure", "60000")};
    return rows;
}

Ledger ledger(LedgerRows rows) {
    return Ledger{{kBtc, kEth, kEure}, {Pair{kBtc, kEure}, Pair{kEth, kEure}}, std::move(rows)};
}

messages::PortfolioMetrics metrics_of(const Ledger& books) {
    return *books.metrics("maker.near", messages::MetricsTrigger::price);
}

TEST(Ledger, SaysNothingBeforeTheFirstCount) {
    EXPECT_FALSE(ledger({}).metrics("maker.near", messages::MetricsTrigger::price));
}

TEST(Ledger, HasNoProfitBeforeTheFirstCommand) {
    LedgerRows rows;
    rows.counts = {count(100, "0.01", "600")};
    rows.prices = {price("px-1", "btc-eure", "60000"), price("px-2", "eth-eure", "3000")};
    const auto said = metrics_of(ledger(std::move(rows)));
    EXPECT_FALSE(said.trade_pnl_eure);
    EXPECT_FALSE(said.mark_to_market_pnl_eure);
    EXPECT_FALSE(said.price_move_pnl_eure);
    EXPECT_FALSE(said.baseline);
    EXPECT_FALSE(said.assets.at(0).unexplained);
    EXPECT_EQ(said.value_eure->to_tokens(18), "1200");
}

TEST(Ledger, TellsTheExampleThatEveryProcessAgreesOn) {
    auto books = ledger(at_the_start());
    ASSERT_TRUE(books.filled(fill("set-1", 101, -10'000, eure("6.3"))));
    books.counted(count(101, "0.0099", "606.3"));
    books.price(price("px-9", "btc-eure", "61000"));
    const auto said = metrics_of(books);
    EXPECT_EQ(*said.trade_pnl_eure, eure("0.3"));
    EXPECT_EQ(*said.mark_to_market_pnl_eure, eure("0.2"));
    EXPECT_EQ(*said.price_move_pnl_eure, eure("-0.1"));
    EXPECT_EQ(said.fills, 1U);
    EXPECT_EQ(said.baseline->value_eure.to_tokens(18), "1200");
    EXPECT_EQ(said.last_settlement_id, MessageId{"set-1"});
    EXPECT_EQ(*said.assets.at(0).unexplained, 0);
    EXPECT_EQ(*said.assets.at(2).unexplained, 0);
    EXPECT_EQ(said.pairs.at(0).volume_eure.to_tokens(18), "6.3");
    EXPECT_EQ(*said.pairs.at(0).trade_pnl_eure, eure("0.3"));
    EXPECT_EQ(*said.pairs.at(1).trade_pnl_eure, 0);
}

TEST(Ledger, RebuiltFromSumsSaysTheSameAsToldRowByRow) {
    auto told = ledger(at_the_start());
    ASSERT_TRUE(told.filled(fill("set-1", 101, -10'000, eure("6.3"))));
    ASSERT_TRUE(told.filled(fill("set-2", 107, 500, eure("-0.29"))));
    told.counted(count(103, "0.0099", "606.3"));
    told.price(price("px-9", "btc-eure", "61000"));

    auto rows = at_the_start();
    rows.counts = {count(103, "0.0099", "606.3")};
    rows.prices = {price("px-9", "btc-eure", "61000")};
    auto& sums = rows.pairs["btc-eure"];
    sums.fills = 2;
    sums.volume = Amount{static_cast<u128>(2 * eure("6.3"))};
    sums.deltas = {{kBtc.id, -9'500}, {kEure.id, eure("6.01")}};
    rows.fills = {{kBtc.id, -10'000}, {kEure.id, eure("6.3")}};
    rows.ahead = {{kBtc.id, {107, 500, true}}, {kEure.id, {107, eure("-0.29"), true}}};
    rows.last_settlement = MessageId{"set-2"};
    auto rebuilt = ledger(std::move(rows));
    EXPECT_EQ(metrics_of(rebuilt), metrics_of(told));

    const auto next = count(108, "0.009905", "606.01");
    told.counted(next);
    rebuilt.counted(next);
    EXPECT_EQ(metrics_of(rebuilt), metrics_of(told));
    EXPECT_EQ(*metrics_of(told).assets.at(0).unexplained, 0);
}

TEST(Ledger, APairThatCameAfterTheBaselineStartsAtItsFirstFill) {
    auto rows = at_the_start();
    auto& sums = rows.pairs["eth-eure"];
    sums.fills = 1;
    sums.deltas = {{kEth.id, eure("1")}, {kEure.id, eure("-2990")}};
    sums.first_mid = *Price::parse("3000");
    auto books = ledger(std::move(rows));
    books.price(price("px-2", "eth-eure", "3100"));
    const auto said = metrics_of(books);
    EXPECT_EQ(*said.trade_pnl_eure, eure("10"));
    EXPECT_EQ(*said.mark_to_market_pnl_eure, eure("110"));
}

TEST(Ledger, TellsOfWhatNobodyCanExplainWhenItLastsTwoCounts) {
    auto books = ledger(at_the_start());
    books.counted(count(101, "0.0098", "600"));
    EXPECT_TRUE(books.lasting().empty());
    books.counted(count(102, "0.0098", "600"));
    ASSERT_EQ(books.lasting().size(), 1U);
    EXPECT_EQ(books.lasting().front().token.slug, "btc");
    EXPECT_EQ(books.lasting().front().units, -20'000);
    EXPECT_EQ(*metrics_of(books).trade_pnl_eure, 0);
    books.counted(count(103, "0.01", "600"));
    EXPECT_TRUE(books.lasting().empty());
}

TEST(Ledger, IgnoresACountOfALowerHeight) {
    auto books = ledger(at_the_start());
    books.counted(count(99, "5", "5"));
    EXPECT_EQ(metrics_of(books).inventory_id, MessageId{"inv-100"});
    EXPECT_EQ(books.height(), 100U);
}

TEST(Ledger, KeepsBridgeFeesApartFromProfit) {
    auto rows = at_the_start();
    rows.bridge_fees = {
        {kBtc.id, Amount{1'500}}, {kEure.id, Amount{static_cast<u128>(eure("0.5"))}}};
    const auto said = metrics_of(ledger(std::move(rows)));
    EXPECT_EQ(said.bridge_fees_eure.to_tokens(18), "1.4");
    EXPECT_EQ(*said.trade_pnl_eure, 0);
}

TEST(Ledger, RefusesAFillOfAPairThatIsNotOurs) {
    auto books = ledger(at_the_start());
    auto strange = fill("set-1", 101, 1, 1);
    strange.front().pair = "doge-eure";
    const auto booked = books.filled(strange);
    ASSERT_FALSE(booked);
    EXPECT_NE(booked.error().detail.find("doge-eure"), std::string::npos);
    EXPECT_EQ(metrics_of(books).fills, 0U);
}

}  // namespace
}  // namespace unrip::history_writer

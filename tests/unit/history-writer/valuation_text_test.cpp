#include "valuation_text.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace unrip::history_writer {
namespace {

using nlohmann::json;

messages::PortfolioMetrics golden(const std::string& name) {
    std::ifstream file{std::string{UNRIP_SOURCE_DIR} + "/proto/examples/" + name + ".json"};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    return messages::decode<messages::PortfolioMetrics>(text)->body;
}

TEST(ValuationText, SaysTheExampleInWholeTokensAndInBaseUnits) {
    const auto said = json::parse(
        valuation_json(golden("state.portfolio_metrics"), from_unix_ms(1'795'179'602'050))
    );
    EXPECT_EQ(said.at("trade_pnl_eure"), "0.3");
    EXPECT_EQ(said.at("mark_to_market_pnl_eure"), "0.2");
    EXPECT_EQ(said.at("price_move_pnl_eure"), "-0.1");
    EXPECT_EQ(said.at("value_eure"), "1210.2");
    EXPECT_EQ(said.at("bridge_fees_eure"), "0");
    EXPECT_EQ(said.at("unexplained_btc"), "0");
    EXPECT_EQ(said.at("unexplained_eure"), "0");
    EXPECT_EQ(said.at("baseline").at("value_eure"), "1200");
    EXPECT_EQ(said.at("pairs").at(0).at("trade_pnl_eure"), "0.3");
    EXPECT_EQ(said.at("assets").at(0).at("counted"), "0.0099");
    EXPECT_EQ(said.at("base_units").at("trade_pnl_eure"), "300000000000000000");
    EXPECT_NE(said.at("note").get<std::string>().find("EURe counts as EUR"), std::string::npos);
}

TEST(ValuationText, HasNullsBeforeTheFirstCommand) {
    const auto said =
        json::parse(valuation_json(golden("state.portfolio_metrics@before"), Instant{}));
    EXPECT_TRUE(said.at("trade_pnl_eure").is_null());
    EXPECT_TRUE(said.at("mark_to_market_pnl_eure").is_null());
    EXPECT_TRUE(said.at("price_move_pnl_eure").is_null());
    EXPECT_TRUE(said.at("baseline").is_null());
}

TEST(ValuationText, SaysWhyThereIsNothing) {
    const auto said = json::parse(valuation_json(std::nullopt, Instant{}));
    EXPECT_TRUE(said.at("trade_pnl_eure").is_null());
    EXPECT_TRUE(said.at("value_eure").is_null());
    EXPECT_NE(said.at("note").get<std::string>().find("Nothing was counted"), std::string::npos);
}

TEST(ValuationText, ReadsHowFarBack) {
    EXPECT_EQ(parse_window("1h"), std::chrono::hours{1});
    EXPECT_EQ(parse_window("15m"), std::chrono::minutes{15});
    EXPECT_EQ(parse_window("7d"), std::chrono::hours{168});
    for (const auto* text : {"", "h", "0h", "-1h", "1", "1w", "1hh", "999999999999d", "99999d"})
        EXPECT_FALSE(parse_window(text)) << text;
}

TEST(ValuationText, ASeriesKeepsWhatIsNotKnownNull) {
    store::Rows rows;
    rows.cells = {
        {"t0", "price", "0", std::nullopt, std::nullopt, std::nullopt, "1200", "0"},
        {"t1", "settlement", "1", "0.3", "0.2", "-0.1", "1210.2", "0"}};
    const auto said = json::parse(series_json("1h", rows));
    ASSERT_EQ(said.at("points").size(), 2U);
    EXPECT_TRUE(said.at("points").at(0).at("trade_pnl_eure").is_null());
    EXPECT_EQ(said.at("points").at(1).at("price_move_pnl_eure"), "-0.1");
    EXPECT_EQ(said.at("points").at(1).at("fills"), 1);
}

}  // namespace
}  // namespace unrip::history_writer

#include "unit/strategy/trading_day.hpp"

namespace unrip::strategy {
namespace {

/// The numbers every process agrees on: 60000 EURe for a BTC, half spread 75 bps.
class Golden : public TradingDay {
  protected:
    Golden() {
        auto wider = limits();
        wider.notional_max = tokens("6", eure());
        change_limits(wider);
    }
};

TEST_F(Golden, UserGivesTenThousandSat) {
    const auto quote = approved(sells("0.0001"));
    EXPECT_EQ(quote.amount_in(), Amount{10'000});
    EXPECT_EQ(quote.amount_out().to_string(), "5955000000000000000");
    EXPECT_EQ(quote.terms().notional->to_tokens(18), "6");
    EXPECT_EQ(quote.terms().price->to_string(), "59550");
    EXPECT_TRUE(quote.terms().is_exact_in);
}

TEST_F(Golden, UserWantsFiveEure) {
    const auto quote = approved(wants("5"));
    EXPECT_EQ(quote.amount_in(), Amount{8'397});
    EXPECT_EQ(quote.amount_out().to_tokens(18), "5");
    EXPECT_FALSE(quote.terms().is_exact_in);
}

TEST_F(Golden, UserGivesFiveEure) {
    const auto quote = approved(buys_for("5"));
    EXPECT_EQ(quote.amount_out(), Amount{8'271});
    EXPECT_EQ(quote.terms().price->to_string(), "60450");
}

TEST_F(Golden, UserWantsTenThousandSat) {
    EXPECT_EQ(approved(buys("0.0001")).amount_in().to_string(), "6045000000000000000");
}

class GoldenLimit : public TradingDay {};

TEST_F(GoldenLimit, FiveEureStopsTheTwoThatAreWorthSix) {
    EXPECT_EQ(reason(sells("0.0001")), DeclineReason::over_notional_limit);
    EXPECT_EQ(last<Declined>()->terms.notional->to_tokens(18), "6");
    EXPECT_EQ(reason(buys("0.0001")), DeclineReason::over_notional_limit);
    EXPECT_EQ(engine.commitments().issued_on(eure().id).size(), 0U);
    EXPECT_EQ(engine.commitments().issued_on(btc().id).size(), 0U);
    EXPECT_TRUE(is_approved(wants("5")));
    EXPECT_TRUE(is_approved(buys_for("5")));
}

TEST_F(GoldenLimit, TheSecondPairIsPolicyAndNotCode) {
    QuoteRequested demand = wants("4.5");
    demand.asset_in = usdc().id;
    const auto quote = approved(demand);
    EXPECT_EQ(quote.amount_in(), Amount{5'037'784});  // ceil(4.5 / (0.9 * 0.9925)) at 6 decimals
    EXPECT_EQ(quote.terms().pair, std::optional<std::size_t>{1});
}

TEST_F(GoldenLimit, NamesTheComponentsOfTheSpread) {
    PriceHeard heard{};
    heard.pair = "btc-eure";
    heard.mid = price("60000");
    heard.sources = 2;
    heard.disagreement = Ratio::millionths(1'234);
    heard.observed_at = now;
    tell(heard);
    const auto spread = *approved(wants("5")).terms().spread;
    EXPECT_EQ(spread_component_names()[0], "base");
    EXPECT_EQ(spread.parts[0], Ratio::bps(75));
    EXPECT_EQ(spread_component_names()[1], "disagreement");
    EXPECT_EQ(spread.parts[1], Ratio::millionths(1'234));
    EXPECT_EQ(spread.total, Ratio::millionths(8'734));
}

TEST_F(GoldenLimit, AnApprovalCarriesAllThatTheCommandNeeds) {
    const auto request = wants("5");
    const auto quote = approved(request);
    EXPECT_EQ(quote.demand(), request.id);
    EXPECT_EQ(quote.quote_id(), request.quote_id);
    EXPECT_EQ(quote.deadline(), now + 70s);  // 60 s asked for, 10 s margin
    EXPECT_GE(quote.grant().nonce_deadline(), quote.deadline() + 60s);
    EXPECT_FALSE(quote.grant().nonce().empty());
    EXPECT_EQ(quote.expires_at(), now + 1'500ms);
    EXPECT_EQ(quote.stamp().epoch, 7U);
    EXPECT_EQ(quote.stamp().engine_seq, 1U);
    EXPECT_EQ(quote.stamp().decided_at, now);
    const auto& basis = *quote.stamp().based_on;
    EXPECT_EQ(basis.price.text(), "price-usdc-eure");  // The newest, of any pair.
    EXPECT_EQ(basis.inventory.text(), "count");
    EXPECT_EQ(basis.venue.text(), "venue");
    EXPECT_FALSE(basis.slots.empty());
    EXPECT_EQ(basis.control.text(), "armed");
    EXPECT_EQ(basis.policy_hash, "policy-hash");
    EXPECT_EQ(basis.limits_hash, "limits-hash");
}

TEST_F(GoldenLimit, ACommandDoesNotOutliveItsAuction) {
    auto request = wants("5");
    request.auction = 400ms;
    EXPECT_EQ(approved(request).expires_at(), now + 400ms);
}

}  // namespace
}  // namespace unrip::strategy

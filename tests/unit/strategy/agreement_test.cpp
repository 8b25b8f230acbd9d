#include "strategy/agreement.hpp"

#include "strategy/cross_rate.hpp"
#include "unit/strategy/trading_day.hpp"

#include <rapidcheck/gtest.h>

#include <algorithm>

namespace unrip::strategy {
namespace {

SourceQuote source(std::string name, std::string_view bid, std::string_view ask) {
    SourceQuote quote{};
    quote.name = std::move(name);
    quote.bid = price(bid);
    quote.ask = price(ask);
    quote.quoted_at = kOpening;
    quote.received_at = kOpening;
    quote.last_frame_at = kOpening;
    return quote;
}

std::vector<SourceQuote> three() {
    return {
        source("kraken", "59990", "60010"),
        source("coinbase", "59980", "60000"),
        source("bitstamp", "60000", "60020")};
}

class AgreementTest : public testing::Test {
  protected:
    Agreement now(Milliseconds later = 0ms) { return agree(sources, policy, kOpening + later); }

    std::vector<SourceQuote> sources = three();
    AgreementPolicy policy;
};

TEST_F(AgreementTest, TakesTheMedianOfWhatIsFresh) {
    const auto agreed = now();
    EXPECT_EQ(agreed.status, PriceStatus::agreed);
    EXPECT_EQ(agreed.mid, price("60000"));
    EXPECT_EQ(agreed.bid, price("59990"));
    EXPECT_EQ(agreed.ask, price("60010"));
    EXPECT_EQ(agreed.sources, 3U);
    EXPECT_EQ(agreed.disagreement, Ratio::millionths(167));  // 10 in 60000, rounded up
    EXPECT_EQ(agreed.half_width, Ratio::millionths(167));
    EXPECT_EQ(agreed.observed_at, kOpening);
}

TEST_F(AgreementTest, OfTwoItTakesTheMiddle) {
    sources.pop_back();
    EXPECT_EQ(now().mid, price("59995"));
}

TEST_F(AgreementTest, HasNoPriceWithFewerThanTheLeastSources) {
    sources.resize(1);
    const auto nothing = now();
    EXPECT_EQ(nothing.status, PriceStatus::too_few_sources);
    EXPECT_FALSE(nothing.mid);
    sources.clear();
    EXPECT_EQ(now().status, PriceStatus::too_few_sources);
}

TEST_F(AgreementTest, LeavesOutWhatIsOldSilentClosedCrossedOrTooWide) {
    const auto good = three().front();
    std::vector<std::pair<SourceUse, SourceQuote>> spoilt(7, {SourceUse::invalid, good});
    spoilt[0].first = SourceUse::silent;
    spoilt[0].second.bid.reset();
    spoilt[1].first = SourceUse::frozen;
    spoilt[1].second.is_open = false;
    spoilt[2].second.bid = price("60011");
    spoilt[3].second.bid = Price{};
    spoilt[4].second.ask = price("60400");
    spoilt[5].first = SourceUse::stale;
    spoilt[5].second.quoted_at = kOpening - 5'001ms;
    spoilt[6].first = SourceUse::stale;
    spoilt[6].second.quoted_at = kOpening + 10'001ms;
    for (const auto& [use, first] : spoilt) {
        sources.front() = first;
        const auto agreed = now();
        EXPECT_EQ(agreed.views.front().use, use);
        EXPECT_EQ(agreed.sources, 2U);
        EXPECT_EQ(agreed.status, PriceStatus::agreed);
    }
}

TEST_F(AgreementTest, NoChangeIsNotStaleWhileTheSocketTalks) {
    for (auto& one : sources) {
        one.age_max_while_alive = 60s;
        one.last_frame_at = kOpening + 50s;
    }
    EXPECT_EQ(now(52s).status, PriceStatus::agreed);
    EXPECT_EQ(now(52s).observed_at, kOpening + 50s);
    EXPECT_EQ(now(53'001ms).views.front().use, SourceUse::frozen);
    EXPECT_EQ(now(60'001ms).views.front().use, SourceUse::stale);
}

TEST_F(AgreementTest, RejectsOneThatStandsApartAndSaysSo) {
    sources.push_back(source("binance", "61990", "62010"));
    const auto agreed = now();
    EXPECT_EQ(agreed.views.back().use, SourceUse::outlier);
    EXPECT_EQ(agreed.sources, 3U);
    EXPECT_EQ(agreed.mid, price("60000"));
}

TEST_F(AgreementTest, KeepsOneNearEnoughHoweverQuietTheOthers) {
    sources = {
        source("a", "60000", "60000"),
        source("b", "60000", "60000"),
        source("c", "60149", "60149"),
        source("d", "60000", "60000")};
    EXPECT_EQ(now().sources, 4U);  // 24.9 bps
    sources[2] = source("c", "60151", "60151");
    EXPECT_EQ(now().sources, 3U);
}

TEST_F(AgreementTest, HasNoPriceWhenTheSourcesDisagree) {
    sources = {source("a", "60000", "60000"), source("b", "61500", "61500")};
    EXPECT_EQ(now().status, PriceStatus::sources_disagree);
    EXPECT_FALSE(now().mid);
    EXPECT_FALSE(now().bid);
    sources = {source("a", "60000", "60000"), source("b", "60060", "60060")};
    EXPECT_EQ(now().status, PriceStatus::agreed);
    policy.disagreement_max = Ratio::bps(4);
    EXPECT_EQ(now().status, PriceStatus::sources_disagree);
}

TEST_F(AgreementTest, ASourcesOwnDoubtWidensTheDisagreement) {
    sources.front().uncertainty = Ratio::bps(3);
    EXPECT_EQ(now().disagreement, Ratio::bps(3));
}

TEST_F(AgreementTest, CrossesThatShareALegCountOnce) {
    const auto btc_usd = source("btc-usd", "66000", "66022");
    const auto eur_usd = source("eur-usd", "1.1000", "1.1001");
    const auto eur_usd_too = source("eur-usd-2", "1.1000", "1.1001");
    const auto first = cross(btc_usd, eur_usd, CrossBy::dividing);
    const auto second = cross(btc_usd, eur_usd_too, CrossBy::dividing);
    sources = {*first, *second};
    EXPECT_EQ(now().status, PriceStatus::too_few_sources);
    sources.push_back(source("kraken", "59990", "60010"));
    EXPECT_EQ(now().sources, 2U);
    EXPECT_EQ(now().status, PriceStatus::agreed);
}

TEST(CrossRate, IsAsOldAsItsOlderLegAndAsWideAsBoth) {
    auto btc_usd = source("btc-usd", "66000", "66066");
    auto eur_usd = source("eur-usd", "1.1", "1.1001");
    btc_usd.uncertainty = Ratio::bps(2);
    eur_usd.uncertainty = Ratio::bps(3);
    eur_usd.quoted_at = kOpening - 3s;
    eur_usd.received_at = kOpening - 2s;
    eur_usd.last_frame_at = kOpening - 1s;
    eur_usd.age_max = 4s;
    const auto crossed = *cross(btc_usd, eur_usd, CrossBy::dividing);
    EXPECT_EQ(crossed.bid, *divide(price("66000"), price("1.1001"), Rounding::down));
    EXPECT_EQ(crossed.ask, price("60060"));
    EXPECT_EQ(crossed.uncertainty, Ratio::bps(5));
    EXPECT_EQ(crossed.quoted_at, kOpening - 3s);
    EXPECT_EQ(crossed.last_frame_at, kOpening - 1s);
    EXPECT_EQ(crossed.age_max, 4s);
    EXPECT_EQ(crossed.legs, (std::vector<std::string>{"btc-usd", "eur-usd"}));

    eur_usd.bid.reset();
    EXPECT_FALSE(cross(btc_usd, eur_usd, CrossBy::dividing)->bid);
    eur_usd.bid = Price{};
    EXPECT_FALSE(cross(btc_usd, eur_usd, CrossBy::dividing));  // Nothing is divided by zero.
    const auto product =
        *cross(source("a", "60000", "60100"), source("b", "1.1", "1.2"), CrossBy::multiplying);
    EXPECT_EQ(product.bid, price("66000"));
    EXPECT_EQ(product.ask, price("72120"));
}

class Jumps : public testing::Test {
  protected:
    bool admits(std::string_view mid, std::uint32_t by, Milliseconds at) {
        return guard.admits(price(mid), by, kOpening + at);
    }
    JumpGuard guard{JumpPolicy{}};
};

TEST_F(Jumps, FewSourcesHaveToInsist) {
    EXPECT_TRUE(admits("60000", 2, 0s));
    EXPECT_TRUE(admits("61200", 2, 1s));  // 200 bps
    EXPECT_FALSE(admits("62500", 2, 2s));
    EXPECT_FALSE(admits("62500", 2, 6'999ms));
    EXPECT_TRUE(admits("62500", 2, 7s));
    EXPECT_TRUE(admits("62500", 2, 8s));
}

TEST_F(Jumps, ThreeSourcesAreBelievedAtOnce) {
    EXPECT_TRUE(admits("60000", 3, 0s));
    EXPECT_TRUE(admits("66000", 3, 1s));
}

TEST_F(Jumps, ComingBackEndsTheHold) {
    EXPECT_TRUE(admits("60000", 2, 0s));
    EXPECT_FALSE(admits("66000", 2, 1s));
    EXPECT_TRUE(admits("60000", 2, 2s));
    EXPECT_FALSE(admits("66000", 2, 3s));
    EXPECT_FALSE(admits("66000", 2, 7s));  // Held anew since the third second.
}

TEST_F(Jumps, ASlowMoveIsNoJump) {
    EXPECT_TRUE(admits("60000", 2, 0s));
    EXPECT_TRUE(admits("61000", 2, 6s));
    EXPECT_TRUE(admits("62000", 2, 12s));
}

TEST_F(Jumps, AHeldPriceIsNotPublished) {
    AgreementPolicy policy{};
    ReferenceAgreement reference{policy};
    std::vector<SourceQuote> two{source("a", "60000", "60000"), source("b", "60000", "60000")};
    EXPECT_TRUE(reference.on(two, kOpening).mid);
    for (auto& one : two)
        one.bid = one.ask = price("63000");
    const auto held = reference.on(two, kOpening + 1s);
    EXPECT_FALSE(held.mid);
    EXPECT_TRUE(held.is_jump_held);
    EXPECT_EQ(held.status, PriceStatus::too_few_sources);
}

/// Whatever sources say, the price is never outside of what the used ones say.
RC_GTEST_PROP(Agreement, StaysWithinItsSources, ()) {
    std::vector<SourceQuote> sources;
    const auto count = *rc::gen::inRange(1, 8);
    for (int i = 0; i < count; ++i) {
        const auto bid = *rc::gen::inRange<std::uint64_t>(59'000'000, 61'000'000);
        auto one = source("s" + std::to_string(i), "1", "1");
        one.bid = Price::from_raw(u128{bid} * power_of_ten(15));
        one.ask = Price::from_raw(u128{bid + *rc::gen::inRange(0U, 200'000U)} * power_of_ten(15));
        one.quoted_at = kOpening - Milliseconds{*rc::gen::inRange(0, 7'000)};
        sources.push_back(one);
    }
    const auto agreed = agree(sources, AgreementPolicy{}, kOpening);
    RC_ASSERT(agreed.mid.has_value() == (agreed.status == PriceStatus::agreed));
    RC_PRE(agreed.mid.has_value());
    std::vector<Price> mids;
    for (const auto& view : agreed.views) {
        if (view.use == SourceUse::used) mids.push_back(*view.mid);
    }
    const auto [lowest, highest] = std::minmax_element(mids.begin(), mids.end());
    RC_ASSERT(*lowest <= *agreed.mid);
    RC_ASSERT(*agreed.mid <= *highest);
    RC_ASSERT(*agreed.bid <= *agreed.ask);
    RC_ASSERT(agreed.disagreement <= AgreementPolicy{}.disagreement_max);
    RC_ASSERT(agreed.sources >= 2U);
}

TEST(SourceUse, HasTheTextsOfTheWire) {
    EXPECT_EQ(to_text(SourceUse::used), "used");
    EXPECT_EQ(to_text(SourceUse::silent), "silent");
}

}  // namespace
}  // namespace unrip::strategy

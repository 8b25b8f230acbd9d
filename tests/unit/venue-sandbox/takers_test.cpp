#include "takers/takers.hpp"

#include "takers/choosing.hpp"
#include "takers/competitor.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace unrip::sandbox {
namespace {

constexpr Instant kBegin = from_unix_ms(1'795'000'000'000);

constexpr auto kScenario = R"({
  "seed": 7,
  "takers": [
    {"name": "many", "kind": "uninformed", "per_second": 50,
     "size_least": "1", "size_most": "100"},
    {"name": "sharp", "kind": "informed", "per_second": 5}
  ],
  "auction": {"wait_min_ms": 50, "grace_ms": 10, "wait_max_ms": 500},
  "chain": {"settle_after_ms": 100, "block_every_ms": 200}
})";

Scenario scenario_of(std::string_view patch = "{}") {
    const auto whole = parse_scenario(kScenario);
    check(whole.has_value(), whole ? "" : whole.error().detail.c_str());
    auto other = patched(*whole, patch);
    check(other.has_value(), other ? "" : other.error().detail.c_str());
    return *std::move(other);
}

RelayRules rules_of(const Scenario& scenario) {
    RelayRules rules;
    rules.wait_min = scenario.auction.wait_min;
    rules.wait_max = scenario.auction.wait_max;
    rules.grace = scenario.auction.grace;
    rules.settle_after = scenario.chain.settle_after;
    return rules;
}

/// Everybody inside the sandbox, without a socket.
struct Venue {
    explicit Venue(const Scenario& scenario)
        : world{scenario, kBegin},
          chain{{}, kBegin},
          relay{loop.get_executor(), clock, chain, rules_of(scenario), scenario.seed},
          takers{relay, world, chain},
          competitor{relay, world, chain} {
        takers.on_asked([this](const std::string& group, const Ask& ask) {
            const auto& request = ask.request;
            const auto amount = request.exact_in ? *request.exact_in : *request.exact_out;
            asks.push_back(
                group + " " + request.quote_id + " " + request.asset_in + " " +
                (request.exact_in ? "in " : "out ") + to_text(amount) + request.trusted_metadata
            );
            requests.push_back(ask);
        });
    }

    void pass(Milliseconds duration, Milliseconds step) {
        for (Milliseconds passed{0}; passed < duration; passed += step) {
            clock.advance(step);
            chain.advance(clock.now());
            takers.advance(clock.now());
            competitor.advance(clock.now());
            relay.advance();
        }
    }

    boost::asio::io_context loop;
    ManualClock clock{kBegin};
    World world;
    Chain chain;
    Relay relay;
    Takers takers;
    Competitor competitor;
    std::vector<std::string> asks;
    std::vector<Ask> requests;
};

std::multiset<std::string> asks_of(const Scenario& scenario, Milliseconds step) {
    Venue venue{scenario};
    venue.pass(Milliseconds{6'000}, step);
    return {venue.asks.begin(), venue.asks.end()};
}

TEST(Takers, AskTheSameUnderTheSameSeedHoweverOftenTheLoopTurns) {
    const auto asks = asks_of(scenario_of(), Milliseconds{1});
    EXPECT_GT(asks.size(), 200U);
    EXPECT_EQ(asks, asks_of(scenario_of(), Milliseconds{20}));
    EXPECT_NE(asks, asks_of(scenario_of(R"({"seed": 8})"), Milliseconds{20}));
}

TEST(Takers, AskInBothFormsOnBothSidesOfAllSizes) {
    Venue venue{scenario_of()};
    venue.pass(Milliseconds{20'000}, Milliseconds{10});
    std::set<std::pair<bool, bool>> forms;
    std::set<std::string> partners;
    int dry = 0;
    for (const auto& ask : venue.requests) {
        forms.insert({ask.gives_base, ask.request.is_exact_in()});
        partners.insert(ask.request.partner_id);
        dry += ask.is_dry ? 1 : 0;
        EXPECT_NE(ask.request.exact_in.has_value(), ask.request.exact_out.has_value());
    }
    EXPECT_EQ(forms.size(), 4U);
    EXPECT_EQ(partners, (std::set<std::string>{"", "1click"}));
    EXPECT_GT(dry, 0);
    const auto asked = venue.takers.stats().at("many").asked;
    EXPECT_GT(asked, 800U);
    EXPECT_LT(asked, 1'200U);
}

TEST(Takers, StayWithinTheSizesOfTheirGroup) {
    Venue venue{scenario_of(R"({"takers":[{"name":"many","per_second":50,
        "size_least":"3","size_most":"5","sells_ppm":0,"exact_out_ppm":0}]})")};
    venue.pass(Milliseconds{4'000}, Milliseconds{10});
    const auto& pair = venue.world.scenario().pairs.front().pair;
    const auto whole = power_of_ten(pair.quote.decimals);
    ASSERT_FALSE(venue.requests.empty());
    for (const auto& ask : venue.requests) {
        EXPECT_GE(*ask.request.exact_in, 3 * whole);
        EXPECT_LE(*ask.request.exact_in, 5 * whole);
    }
}

TEST(Takers, MarkARoutersSubLegs) {
    Venue venue{scenario_of(R"({"auction":{"sub_legs_ppm":1000000}})")};
    venue.pass(Milliseconds{1'000}, Milliseconds{10});
    ASSERT_FALSE(venue.requests.empty());
    EXPECT_TRUE(venue.requests.front().request.is_sub_leg);
    EXPECT_EQ(venue.requests.front().request.partner_id, "router-solver");
}

TEST(Takers, FallSilentWhenPaused) {
    Venue venue{scenario_of()};
    venue.takers.pause(true);
    venue.pass(Milliseconds{2'000}, Milliseconds{10});
    EXPECT_TRUE(venue.asks.empty());
    venue.takers.pause(false);
    venue.pass(Milliseconds{2'000}, Milliseconds{10});
    EXPECT_FALSE(venue.asks.empty());
}

TEST(Takers, TradeWithTheCompetitorUntilItIsOnTheChain) {
    Venue venue{scenario_of(R"({"competitor":{"on":true,"half_spread_ppm":2000}})")};
    venue.pass(Milliseconds{5'000}, Milliseconds{5});
    const auto& solver = venue.relay.stats().solvers.at(venue.competitor.account());
    EXPECT_GT(solver.valid, 100U);
    EXPECT_TRUE(solver.invalid.empty()) << solver.invalid.begin()->first;
    EXPECT_GT(solver.settled, 50U);
    EXPECT_EQ(solver.failed, 0U);
    EXPECT_GT(venue.takers.stats().at("many").taken, 50U);
    EXPECT_EQ(venue.takers.stats().at("many").refused, 0U);
}

TEST(Takers, LeaveACompetitorAloneThatIsFarOffThePrice) {
    Venue venue{scenario_of(R"({"competitor":{"on":true,"half_spread_ppm":50000}})")};
    venue.pass(Milliseconds{3'000}, Milliseconds{5});
    const auto& stats = venue.takers.stats().at("many");
    EXPECT_EQ(stats.taken, 0U);
    EXPECT_GT(stats.too_dear, 50U);
}

TEST(Takers, WithoutAnybodyToAnswerGoEmpty) {
    Venue venue{scenario_of()};
    venue.pass(Milliseconds{3'000}, Milliseconds{5});
    const auto& stats = venue.takers.stats().at("many");
    EXPECT_GT(stats.unanswered, 50U);
    EXPECT_EQ(stats.taken, 0U);
}

TEST(TakersChoice, CountsTheFeeOnBothSides) {
    Offer offer;
    offer.amount_in = 4'999'995;
    offer.amount_out = 1'000'000;
    const auto bargain = bargain_of(offer, 1);
    ASSERT_TRUE(bargain);
    EXPECT_EQ(bargain->gives, 5'000'000U);
    EXPECT_EQ(bargain->gets, 999'999U);
    EXPECT_FALSE(bargain_of(offer, 1'000'000));
}

TEST(TakersChoice, GainIsWhatIsLeftAtTheTruePrice) {
    const auto price = *Price::parse("60000");
    const Decimals decimals{8, 18};
    // 0.0001 BTC is worth 6 EURe.
    const auto euros = [](std::uint64_t thousandths) {
        return u128{thousandths} * power_of_ten(15);
    };
    EXPECT_EQ(gain_ppm({10'000, euros(6'000)}, true, price, decimals), 0);
    EXPECT_EQ(gain_ppm({10'000, euros(5'970)}, true, price, decimals), -5'000);
    EXPECT_EQ(gain_ppm({euros(6'000), 10'100}, false, price, decimals), 10'000);
    EXPECT_FALSE(gain_ppm({0, 1}, true, price, decimals));
}

TEST(TakersChoice, EachKindHasItsOwnLimit) {
    TakerPlan plan;
    Ask ask;
    ask.outside_half_spread_ppm = 700;
    plan.tolerance_ppm = 20'000;
    EXPECT_TRUE(takes(plan, ask, -20'000));
    EXPECT_FALSE(takes(plan, ask, -20'001));
    plan.kind = TakerPlan::Kind::price_sensitive;
    EXPECT_TRUE(takes(plan, ask, -699));
    EXPECT_FALSE(takes(plan, ask, -700));
    plan.kind = TakerPlan::Kind::informed;
    plan.edge_ppm = 500;
    EXPECT_TRUE(takes(plan, ask, 500));
    EXPECT_FALSE(takes(plan, ask, 499));
    ask.is_dry = true;
    EXPECT_FALSE(takes(plan, ask, 500));
}

}  // namespace
}  // namespace unrip::sandbox

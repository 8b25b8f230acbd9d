#include "unit/venue-sandbox/relay_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace unrip::sandbox {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class RelayAuction : public testing::Test {
  protected:
    RelayAuction() {
        venue.world.chain.register_key("second.near", key_of(3).public_key());
        venue.world.chain.set_balance("second.near", kTake, 1'000);
        venue.world.pass(1);
        venue.clock.advance(venue.world.now - venue.clock.now());
    }

    void ask(QuoteRequest request) {
        ASSERT_TRUE(venue.relay.ask(std::move(request), [this](AuctionResult& over) {
            result = std::move(over);
        }));
    }
    std::string answer(const Draft& draft, std::string_view quote_id = "q-1") {
        return venue.relay.answer_from_inside(answer_of(draft, quote_id));
    }
    static Draft second(int amount) {
        auto draft = offering(amount, 7);
        draft.signer = "second.near";
        draft.key = 3;
        return draft;
    }
    const SolverStats& all() { return venue.relay.stats().all; }

    RelayWorld venue;
    std::optional<AuctionResult> result;
};

TEST_F(RelayAuction, WaitsForTheFloorAndTheGraceThoughAnAnswerIsThere) {
    ask(request_of());
    EXPECT_THAT(answer(offering(200)), IsEmpty());
    venue.pass(Milliseconds{599});
    EXPECT_FALSE(result);
    venue.pass(Milliseconds{1});
    ASSERT_TRUE(result);
    EXPECT_EQ(result->offers.size(), 1U);
    EXPECT_EQ(result->offers.front().amount_in, 100U);
    EXPECT_EQ(result->offers.front().amount_out, 200U);
}

TEST_F(RelayAuction, WaitsAsLongAsTheRequestSays) {
    auto request = request_of();
    request.min_wait = Milliseconds{1'000};
    ask(request);
    answer(offering(200));
    venue.pass(Milliseconds{1'299});
    EXPECT_FALSE(result);
    venue.pass(Milliseconds{1});
    EXPECT_TRUE(result);
}

TEST_F(RelayAuction, EndsWithTheFirstAnswerBehindTheGrace) {
    ask(request_of());
    venue.pass(Milliseconds{1'000});
    EXPECT_FALSE(result);
    answer(offering(200));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->offers.size(), 1U);
}

TEST_F(RelayAuction, EndsEmptyAtItsHardEnd) {
    auto request = request_of();
    request.max_wait = Milliseconds{1'900};
    ask(request);
    venue.pass(Milliseconds{1'899});
    EXPECT_FALSE(result);
    venue.pass(Milliseconds{1});
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->offers.empty());
    EXPECT_EQ(venue.relay.stats().without_offer, 1U);
}

TEST_F(RelayAuction, OfARoutersSubLegLastsAboutFiftyMilliseconds) {
    auto request = request_of();
    request.is_sub_leg = true;
    request.min_wait = Milliseconds{1};
    ask(request);
    answer(offering(200));
    venue.pass(Milliseconds{51});
    EXPECT_TRUE(result);
}

TEST_F(RelayAuction, PutsTheLargestAmountOutFirst) {
    ask(request_of());
    EXPECT_THAT(answer(offering(200)), IsEmpty());
    EXPECT_THAT(answer(second(201)), IsEmpty());
    venue.pass(Milliseconds{600});
    ASSERT_EQ(result->offers.size(), 2U);
    EXPECT_EQ(result->offers.front().intent.signer_id, "second.near");
    EXPECT_EQ(venue.relay.stats().solvers.at("second.near").best, 1U);
}

TEST_F(RelayAuction, PutsTheSmallestAmountInFirstWhenTheOtherSideIsFixed) {
    auto request = request_of();
    request.exact_in.reset();
    request.exact_out = 200;
    ask(request);
    auto dear = offering(200);
    dear.diff.front().second = "102";
    auto cheap = second(200);
    cheap.diff.front().second = "101";
    for (const auto& draft : {dear, cheap}) {
        const auto output = R"({"amount_in":")" + draft.diff.front().second + "\"}";
        EXPECT_THAT(venue.relay.answer_from_inside(answer_of(draft, "q-1", output)), IsEmpty());
    }
    venue.pass(Milliseconds{600});
    EXPECT_EQ(result->offers.front().amount_in, 101U);
}

TEST_F(RelayAuction, OfEqualOffersTheEarlierIsFirst) {
    ask(request_of());
    answer(second(200));
    answer(offering(200));
    venue.pass(Milliseconds{600});
    EXPECT_EQ(result->offers.front().intent.signer_id, "second.near");
}

TEST_F(RelayAuction, TakesOneAnswerOfASolver) {
    ask(request_of());
    answer(offering(200));
    EXPECT_THAT(answer(offering(300, 2)), HasSubstr("already"));
    venue.pass(Milliseconds{600});
    EXPECT_EQ(result->offers.size(), 1U);
    EXPECT_EQ(all().repeated, 1U);
}

TEST_F(RelayAuction, RefusesWhatComesTooLateAndStillCountsItAsPromised) {
    ask(request_of());
    venue.pass(Milliseconds{3'000});
    EXPECT_EQ(answer(offering(200)), "quote not found or already finished");
    EXPECT_EQ(all().late, 1U);
    EXPECT_EQ(venue.world.chain.auditor().committed("maker.near", kTake), 200U);
}

TEST_F(RelayAuction, PassesOnWhyASolverWouldNot) {
    ask(request_of());
    const auto refusal =
        R"({"quote_id":"q-1","quote_output":{"type":"INSUFFICIENT_AMOUNT","min_amount":"5"}})";
    EXPECT_THAT(venue.relay.answer_from_inside(refusal), IsEmpty());
    venue.pass(Milliseconds{3'000});
    ASSERT_EQ(result->refusals.size(), 1U);
    EXPECT_EQ(result->refusals.front(), R"({"min_amount":"5","type":"INSUFFICIENT_AMOUNT"})");
    EXPECT_EQ(all().declined, 1U);
}

TEST_F(RelayAuction, KeepsNoMoreRefusalsAndNamesThanAnybodyCanUse) {
    ask(request_of());
    const auto refusal = R"({"quote_id":"q-1","quote_output":{"type":"NO_LIQUIDITY"}})";
    for (int i = 0; i < 150; ++i)
        EXPECT_THAT(venue.relay.answer_from_inside(refusal), IsEmpty());
    for (int i = 0; i < 1'100; ++i) {
        auto draft = offering(200);
        draft.signer = "stranger-" + std::to_string(i) + ".near";
        EXPECT_FALSE(answer(draft).empty());
    }
    venue.pass(Milliseconds{3'000});
    EXPECT_EQ(result->refusals.size(), 100U);
    EXPECT_EQ(all().declined, 150U);
    EXPECT_EQ(venue.relay.stats().solvers.size(), 1'001U);
    EXPECT_EQ(venue.relay.stats().solvers.at("others").answered, 100U);
}

TEST_F(RelayAuction, RefusesASecondRequestOfTheSameId) {
    ask(request_of());
    EXPECT_FALSE(venue.relay.ask(request_of(), nullptr));
    EXPECT_EQ(venue.relay.stats().quotes_refused, 1U);
}

TEST_F(RelayAuction, MeasuresHowLongASolverTook) {
    ask(request_of());
    venue.pass(Milliseconds{40});
    answer(offering(200));
    const auto& latency = venue.relay.stats().solvers.at("maker.near").latency;
    EXPECT_EQ(latency.count(), 1U);
    EXPECT_EQ(latency.max(), Milliseconds{40});
}

}  // namespace
}  // namespace unrip::sandbox

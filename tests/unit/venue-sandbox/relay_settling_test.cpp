#include "unit/venue-sandbox/relay_world.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace unrip::sandbox {
namespace {

class RelaySettling : public testing::Test {
  protected:
    Offer best(const char* quote_id, const Draft& draft) {
        std::optional<Offer> offer;
        venue.relay.ask(request_of(quote_id), [&offer](AuctionResult& result) {
            if (!result.offers.empty()) offer = result.offers.front();
        });
        EXPECT_EQ(venue.relay.answer_from_inside(answer_of(draft, quote_id)), "");
        venue.pass(Milliseconds{600});
        return offer.value();
    }
    static SignedIntent taker(std::uint8_t nonce_number = 9) {
        auto draft = ChainWorld::counterpart();
        draft.nonce_number = nonce_number;
        return signed_intent(draft);
    }
    const SolverStats& maker() { return venue.relay.stats().solvers.at("maker.near"); }

    RelayWorld venue;
};

TEST_F(RelaySettling, BringsBothToTheChain) {
    const auto offer = best("q-1", offering(200));
    ASSERT_TRUE(venue.relay.publish(taker(), {offer}).ok());
    EXPECT_EQ(maker().won, 1U);
    venue.pass(Milliseconds{5'000});
    EXPECT_EQ(maker().settled, 1U);
    EXPECT_EQ(venue.world.balance("maker.near", kTake), 800U);
    EXPECT_EQ(venue.world.balance("maker.near", kGive), 100U);
    EXPECT_EQ(venue.world.balance("taker.near", kTake), 199U);
}

TEST_F(RelaySettling, OfTwoUnderOneNonceTheSecondFails) {
    const auto first = best("q-1", offering(200, 4));
    const auto second = best("q-2", offering(200, 4));
    ASSERT_TRUE(venue.relay.publish(taker(1), {first}).ok());
    ASSERT_TRUE(venue.relay.publish(taker(2), {second}).ok());
    venue.pass(Milliseconds{5'000});
    EXPECT_EQ(maker().settled, 1U);
    EXPECT_EQ(maker().failed, 1U);
    EXPECT_EQ(maker().failed_by_reason.at("nonce_used"), 1U);
    EXPECT_TRUE(maker().invalid.empty());
}

TEST_F(RelaySettling, RemembersWhatCameUnderAUsedNonce) {
    const auto first = best("q-1", offering(200, 4));
    ASSERT_TRUE(venue.relay.publish(taker(), {first}).ok());
    venue.pass(Milliseconds{5'000});
    venue.relay.ask(request_of("q-2"), nullptr);
    EXPECT_FALSE(venue.relay.answer_from_inside(answer_of(offering(201, 4), "q-2")).empty());
    const auto& all = venue.relay.stats().invalid_answers;
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all.front().reason, "nonce_used");
    EXPECT_NE(all.front().quote_hash, first.intent.hash);
    ASSERT_TRUE(all.front().nonce_used_at);
    EXPECT_GT(*all.front().nonce_used_at, kStart);
    EXPECT_LT(*all.front().nonce_used_at, all.front().at);
}

TEST_F(RelaySettling, RefusesATakerWhoIsNotInOrder) {
    const auto offer = best("q-1", offering(200));
    auto draft = ChainWorld::counterpart();
    draft.key = 5;
    EXPECT_EQ(
        venue.relay.publish(signed_intent(draft), {offer}).refusal, Refusal::key_not_registered
    );
    EXPECT_EQ(maker().won, 0U);
}

TEST_F(RelaySettling, RefusesTheSameIntentTwice) {
    const auto offer = best("q-1", offering(200));
    ASSERT_TRUE(venue.relay.publish(taker(), {offer}).ok());
    EXPECT_EQ(venue.relay.publish(taker(), {offer}).detail, "already processed");
    EXPECT_EQ(maker().won, 1U);
}

}  // namespace
}  // namespace unrip::sandbox

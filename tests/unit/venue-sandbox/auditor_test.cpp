#include "unit/venue-sandbox/world.hpp"

#include <gtest/gtest.h>

#include <set>

namespace unrip::sandbox {
namespace {

using std::chrono::seconds;

Draft gives(std::string amount, std::uint8_t nonce, seconds lives = seconds{60}) {
    Draft draft;
    draft.diff[1].second = "-" + std::move(amount);
    draft.nonce_number = nonce;
    draft.deadline = kStart + lives;
    return draft;
}

u128 committed(const ChainWorld& world) {
    return world.chain.auditor().committed("maker.near", kTake);
}

TEST(AuditorTest, PromisesUnderDifferentNoncesAddUp) {
    ChainWorld world;
    world.chain.note_signed(signed_intent(gives("600", 1)));
    world.chain.note_signed(signed_intent(gives("400", 2)));
    EXPECT_EQ(committed(world), u128{1'000});
    EXPECT_EQ(world.chain.stats().auditor.breaches, 0U);

    const auto last = signed_intent(gives("1", 3));
    world.chain.note_signed(last);
    ASSERT_EQ(world.chain.stats().auditor.breaches, 1U);
    const auto& breach = world.chain.auditor().breaches().back();
    EXPECT_EQ(breach.account_id, "maker.near");
    EXPECT_EQ(breach.token, kTake);
    EXPECT_EQ(breach.committed, u128{1'001});
    EXPECT_EQ(breach.balance, u128{1'000});
    EXPECT_EQ(breach.cause, last.hash);
}

TEST(AuditorTest, UnderOneNonceOnlyTheLargestCounts) {
    ChainWorld world;
    for (const auto* amount : {"500", "1000", "900", "1000"})
        world.chain.note_signed(signed_intent(gives(amount, 1)));
    EXPECT_EQ(committed(world), u128{1'000});
    EXPECT_EQ(world.chain.stats().auditor.breaches, 0U);
    EXPECT_EQ(world.chain.stats().auditor.live_nonces, 1U);
    EXPECT_EQ(world.chain.stats().auditor.signatures, 4U);
}

TEST(AuditorTest, WhenTheLargestEndsTheNextCounts) {
    ChainWorld world;
    world.chain.note_signed(signed_intent(gives("300", 1, seconds{60})));
    world.chain.note_signed(signed_intent(gives("800", 1, seconds{5})));
    EXPECT_EQ(committed(world), u128{800});
    world.pass(8);
    EXPECT_EQ(committed(world), u128{300});
    world.pass(80);
    EXPECT_EQ(committed(world), u128{0});
    EXPECT_EQ(world.chain.stats().auditor.live_nonces, 0U);
}

TEST(AuditorTest, AUsedNonceGivesNoMore) {
    ChainWorld world;
    world.chain.note_signed(signed_intent({}));
    world.chain.note_signed(signed_intent(gives("800", 2)));
    world.chain.settle({signed_intent({}), signed_intent(ChainWorld::counterpart())}, {});
    world.pass(2);
    EXPECT_EQ(committed(world), u128{800});
    EXPECT_EQ(world.balance("maker.near", kTake), u128{800});
    EXPECT_EQ(world.chain.stats().auditor.breaches, 0U) << "what was promised was kept";
}

TEST(AuditorTest, ABalanceThatIsTakenAwayUncoversPromises) {
    ChainWorld world;
    world.chain.note_signed(signed_intent(gives("600", 1)));
    world.chain.set_balance("maker.near", kTake, 599);
    ASSERT_EQ(world.chain.stats().auditor.breaches, 1U);
    EXPECT_EQ(world.chain.auditor().breaches().back().balance, u128{599});
}

TEST(AuditorTest, AnInvalidatedSaltFreesWhatWasPromisedUnderIt) {
    ChainWorld world;
    world.chain.note_signed(signed_intent(gives("600", 1)));
    world.chain.rotate_salt(false);
    EXPECT_EQ(committed(world), u128{600});
    world.chain.invalidate_salt(Draft{}.salt);
    EXPECT_EQ(committed(world), u128{0});
}

TEST(AuditorTest, WhatIsSignedAwayByWithdrawalsCountsToo) {
    ChainWorld world;
    Draft draft;
    draft.intents_json =
        R"([{"intent":"ft_withdraw","token":"wrap.near","receiver_id":"me.near","amount":"1001"}])";
    world.chain.note_signed(signed_intent(draft));
    EXPECT_EQ(world.chain.stats().auditor.breaches, 1U);
}

TEST(AuditorTest, NoncesThatDifferInAnyByteAreSpreadApart) {
    const NonceHash hash;
    const auto base = nonce_of({});
    for (std::size_t byte = 0; byte < base.size(); ++byte) {
        std::set<std::size_t> buckets;
        for (unsigned value = 0; value < 256; ++value) {
            auto nonce = base;
            nonce[byte] = static_cast<std::uint8_t>(value);
            buckets.insert(hash(nonce) % 100'003);
        }
        EXPECT_GT(buckets.size(), 250U) << "byte " << byte;
    }
}

TEST(AuditorTest, ManySignaturesUnderOneNonceTakeNoMemory) {
    ChainWorld world;
    const auto message = signed_intent(gives("100", 1));
    for (int count = 0; count < 10'000; ++count)
        world.chain.note_signed(message);
    EXPECT_EQ(world.chain.stats().auditor.signatures, 10'000U);
    EXPECT_EQ(world.chain.stats().auditor.live_nonces, 1U);
    EXPECT_EQ(committed(world), u128{100});
}

}  // namespace
}  // namespace unrip::sandbox

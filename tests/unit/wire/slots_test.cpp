#include "wire/slots.hpp"

#include <gtest/gtest.h>

#include <set>

namespace unrip::wire {
namespace {

strategy::OpenBatch wish() {
    strategy::OpenBatch asked{};
    asked.request = 3;
    asked.pair = "btc-eure";
    asked.mode = strategy::SlotMode::lanes;
    asked.caps = {{*AssetId::parse("nep141:btc.omft.near"), Amount{10'000}}};
    asked.size = 5;
    asked.lane_open_quotes_max = 8;
    asked.nonce_deadline = from_unix_ms(1'795'176'540'000);
    asked.salt = "252812b3";
    return asked;
}

near::BatchSeed seed_of(std::uint8_t first) {
    near::BatchSeed seed{};
    seed[0] = first;
    return seed;
}

TEST(Slots, ABatchStandsWholeWithOneNoncePerSlot) {
    const auto batch = batch_of(wish(), "7-1", seed_of(1), from_unix_ms(1'795'175'940'000));
    const auto facts = facts_of(batch);
    ASSERT_TRUE(facts) << facts.error().detail;
    EXPECT_EQ(facts->batch, "7-1");
    EXPECT_EQ(facts->mode, strategy::SlotMode::lanes);
    EXPECT_EQ(facts->caps, wish().caps);
    EXPECT_EQ(facts->nonce_deadline, wish().nonce_deadline);
    EXPECT_EQ(facts->standing, (std::vector<strategy::SlotRange>{{0, 5}}));
    EXPECT_EQ(std::set<std::string>(facts->nonces.begin(), facts->nonces.end()).size(), 5U);
}

TEST(Slots, TheSameBatchGivesTheSameNoncesAndAnotherSeedOthers) {
    const auto now = from_unix_ms(0);
    const auto one = facts_of(batch_of(wish(), "7-1", seed_of(1), now));
    const auto again = facts_of(batch_of(wish(), "7-1", seed_of(1), now));
    const auto other = facts_of(batch_of(wish(), "7-1", seed_of(2), now));
    EXPECT_EQ(one->nonces, again->nonces);
    EXPECT_NE(one->nonces.front(), other->nonces.front());
}

TEST(Slots, WhatCantBeANonceIsRefused) {
    auto batch = batch_of(wish(), "7-1", seed_of(1), from_unix_ms(0));
    batch.seed = "12";
    EXPECT_FALSE(facts_of(batch));
    batch = batch_of(wish(), "7-1", seed_of(1), from_unix_ms(0));
    batch.salt = "zz";
    EXPECT_FALSE(facts_of(batch));
}

TEST(Slots, ChangesSurviveTheWire) {
    const std::vector<strategy::SlotChange> changes{
        {"7-1", {3, 2}, strategy::SlotChangeReason::nonce_deadline_near, std::nullopt},
        {"7-2", {0, 1}, strategy::SlotChangeReason::never_used, 99}};
    EXPECT_EQ(changes_of(changes_of(changes)), changes);
}

TEST(Slots, ANoteIsAnEventForAReplay) {
    messages::Envelope<messages::Slots> note;
    note.id = MessageId{"slt-7-2"};
    note.body.request = 3;
    note.body.opened.push_back(batch_of(wish(), "7-1", seed_of(1), from_unix_ms(0)));
    auto events = events_of(note);
    ASSERT_TRUE(events);
    ASSERT_EQ(events->size(), 1U);
    EXPECT_EQ(std::get<strategy::BatchOpened>(events->front()).request, 3U);

    note.body.is_record = true;
    events = events_of(note);
    ASSERT_TRUE(events);
    EXPECT_EQ(std::get<strategy::SlotsRestored>(events->front()).batches.size(), 1U);

    note.body = {};
    note.body.closed = {{"7-1", 0, 2, messages::SlotChangeReason::making_room, std::nullopt}};
    events = events_of(note);
    ASSERT_TRUE(events);
    EXPECT_EQ(std::get<strategy::SlotsRecorded>(events->front()).closed.size(), 1U);
}

}  // namespace
}  // namespace unrip::wire

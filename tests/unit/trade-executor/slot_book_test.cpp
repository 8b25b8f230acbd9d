#include "unit/trade-executor/trading.hpp"

namespace unrip::trade_executor {
namespace {

using messages::SlotMode;
using Standing = Slot::Standing;

struct SlotBookTest : Trading {
    SlotBook book{"maker.near"};

    messages::Slots words(std::uint64_t revision) {
        messages::Slots slots;
        slots.account_id = "maker.near";
        slots.epoch = 7;
        slots.revision = revision;
        return slots;
    }
    std::optional<Standing> standing(const char* id) const {
        const auto slot = book.find(SlotId{id}, kNow);
        return slot ? std::optional{slot->standing} : std::nullopt;
    }
};

TEST_F(SlotBookTest, DerivesEachNonceFromTheBatch) {
    book.apply(slots_of("7-1", SlotMode::reserve, 3));
    EXPECT_EQ(book.find(SlotId{"7-1/0"}, kNow)->nonce, nonce_of(0));
    EXPECT_EQ(book.find(SlotId{"7-1/2"}, kNow)->nonce, nonce_of(2));
    EXPECT_EQ(book.find(SlotId{"7-1/0"}, kNow)->cap_of(kBtc), Amount{10'000});
    EXPECT_TRUE(book.find(SlotId{"7-1/0"}, kNow)->cap_of(kEure).is_zero());
    EXPECT_EQ(book.epoch(), 7U);
}

TEST_F(SlotBookTest, ListensToItsOwnAccountOnly) {
    auto slots = slots_of("7-1", SlotMode::reserve, 3);
    slots.account_id = "other.near";
    book.apply(slots);
    EXPECT_FALSE(standing("7-1/0"));
    EXPECT_EQ(book.epoch(), 0U);
}

TEST_F(SlotBookTest, ClosesAndBuriesRangesAndNeverOpensThemAgain) {
    book.apply(slots_of("7-1", SlotMode::reserve, 4));
    auto change = words(41);
    change.closed = {{"7-1", 1, 2, messages::SlotChangeReason::matched, std::nullopt}};
    change.dead = {{"7-1", 3, 9, messages::SlotChangeReason::nonce_used, 100}};
    book.apply(change);
    book.apply(slots_of("7-1", SlotMode::reserve, 4));
    EXPECT_EQ(standing("7-1/0"), Standing::open);
    EXPECT_EQ(standing("7-1/1"), Standing::closed);
    EXPECT_EQ(standing("7-1/2"), Standing::closed);
    EXPECT_EQ(standing("7-1/3"), Standing::closed);
    EXPECT_TRUE(book.find(SlotId{"7-1/3"}, kNow)->is_used);
    EXPECT_EQ(book.open_slots(kNow), 1U);
}

TEST_F(SlotBookTest, NamesTheLanesThatGoOnUnderANonceThatMayBeUsed) {
    book.apply(slots_of("7-1", SlotMode::reserve, 1));
    book.apply(slots_of("7-2", SlotMode::lanes, 4));
    const auto lane = [](int index) { return SlotId{"7-2/" + std::to_string(index)}; };
    for (int index = 0; index < 3; ++index)
        book.sign(lane(index), kNow + 60s, kNow);
    book.sign(SlotId{"7-1/0"}, kNow + 60s, kNow);
    const std::vector all{lane(0), lane(1), lane(2)};
    EXPECT_EQ(book.lanes_in_use(kNow), all) << "not what nothing was signed on, nor reserve";
    book.close(lane(0));
    book.mark_used(lane(1));
    EXPECT_EQ(book.lanes_in_use(kNow), std::vector{lane(2)});
}

TEST_F(SlotBookTest, WantsBurntWhatTheEngineAsksForUntilSomebodySeesToIt) {
    book.apply(slots_of("7-1", SlotMode::reserve, 4));
    auto wish = words(41);
    wish.revoke = {
        SlotId{"7-1/0"}, SlotId{"7-1/1"}, SlotId{"7-1/2"}, SlotId{"7-1/9"}, SlotId{"none/0"}};
    book.apply(wish);
    EXPECT_EQ(standing("7-1/0"), Standing::closed) << "nothing more is signed on it";
    EXPECT_EQ(standing("7-1/3"), Standing::open);

    book.mark_used(SlotId{"7-1/1"});
    book.burning(SlotId{"7-1/2"});
    EXPECT_EQ(book.to_burn(kNow), std::vector{SlotId{"7-1/0"}});
    EXPECT_TRUE(book.to_burn(book.find(SlotId{"7-1/0"}, kNow)->nonce_deadline).empty())
        << "a nonce past its deadline needs no burning";
}

TEST_F(SlotBookTest, TakesTheRecordOfANewTermForAllThatStands) {
    book.apply(slots_of("7-1", SlotMode::reserve, 2));
    book.apply(slots_of("7-2", SlotMode::reserve, 2));
    auto record = slots_of("7-2", SlotMode::reserve, 2);
    record.epoch = 8;
    record.revision = 50;
    record.is_record = true;
    record.opened[0].standing = {{1, 1}};
    book.apply(record);
    EXPECT_FALSE(standing("7-1/0"));
    EXPECT_EQ(standing("7-2/0"), Standing::closed);
    EXPECT_EQ(standing("7-2/1"), Standing::open);

    // What was said before the record is heard late, and changes nothing.
    book.apply(slots_of("7-1", SlotMode::reserve, 2));
    EXPECT_FALSE(standing("7-1/0"));
    auto older = words(42);
    older.is_record = true;
    book.apply(older);
    EXPECT_EQ(standing("7-2/1"), Standing::open);
}

TEST_F(SlotBookTest, CountsWhatIsOpenOnALaneAndWhatWasEverSignedInReserve) {
    book.apply(slots_of("7-1", SlotMode::lanes, 1));
    book.apply(slots_of("7-2", SlotMode::reserve, 1));
    for (const auto* id : {"7-1/0", "7-2/0"})
        book.sign(SlotId{id}, kNow + 60s, kNow);
    EXPECT_EQ(book.find(SlotId{"7-1/0"}, kNow)->open_quotes, 1U);
    EXPECT_EQ(book.find(SlotId{"7-1/0"}, kNow)->open_quotes_max, 2U);
    EXPECT_EQ(book.find(SlotId{"7-1/0"}, kNow + 61s)->open_quotes, 0U);
    EXPECT_EQ(book.find(SlotId{"7-2/0"}, kNow + 61s)->open_quotes, 1U);
}

TEST_F(SlotBookTest, NamesWhatCanBeBurnt) {
    book.apply(slots_of("7-1", SlotMode::reserve, 4));
    book.sign(SlotId{"7-1/1"}, kNow + 60s, kNow);
    book.sign(SlotId{"7-1/2"}, kNow + 60s, kNow);
    book.mark_used(SlotId{"7-1/2"});
    EXPECT_EQ(book.burnable(true, kNow), std::vector{SlotId{"7-1/1"}});
    EXPECT_EQ(book.burnable(false, kNow).size(), 3U);
    EXPECT_TRUE(book.burnable(false, kNow + 601s).empty()) << "their nonces are over";
}

TEST_F(SlotBookTest, ForgetsWhatEndedLongAgo) {
    book.apply(slots_of("7-1", SlotMode::reserve, 4));
    book.forget_before(kNow + 600s);
    EXPECT_EQ(book.batches(), 1U);
    book.forget_before(kNow + 601s);
    EXPECT_EQ(book.batches(), 0U);
    book.apply(slots_of("7-1", SlotMode::reserve, 4));
    EXPECT_EQ(book.batches(), 0U) << "it would not know what was signed on it";
}

}  // namespace
}  // namespace unrip::trade_executor

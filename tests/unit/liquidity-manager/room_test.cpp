#include "room.hpp"

#include <gtest/gtest.h>

namespace unrip::liquidity_manager {
namespace {

const AssetId kBtc = *AssetId::parse("nep141:btc.omft.near");

messages::LiquidityAction action() {
    messages::LiquidityAction action;
    action.action_id = "wd-1";
    action.asset = kBtc;
    action.amount = Amount{100};
    return action;
}

messages::Slots said(u128 committed, u128 counted, std::uint64_t revision = 12) {
    messages::Slots slots;
    slots.account_id = "maker.near";
    slots.revision = revision;
    slots.count_height = 131;
    slots.room = {{"wd-1", kBtc, Amount{100}, Amount{committed}, Amount{counted}}};
    return slots;
}

TEST(Rooms, AreFoundForTheWithdrawalTheyWereMadeFor) {
    Rooms rooms{"maker.near"};
    EXPECT_FALSE(rooms.find(action()));
    rooms.hear(said(400, 500));
    const auto room = rooms.find(action());
    ASSERT_TRUE(room);
    EXPECT_EQ(room->commitments_revision, 12U);
    EXPECT_EQ(room->inventory, MessageId{"inv-131"});
    auto other = action();
    other.amount = Amount{101};
    EXPECT_FALSE(rooms.find(other));
    other = action();
    other.asset = *AssetId::parse("nep141:eth.omft.near");
    EXPECT_FALSE(rooms.find(other));
    rooms.forget("wd-1");
    EXPECT_FALSE(rooms.find(action()));
}

TEST(Rooms, MustHoldCapsAndAmountTogether) {
    Rooms rooms{"maker.near"};
    rooms.hear(said(401, 500));
    EXPECT_FALSE(rooms.find(action())) << "whoever said so was wrong";
    rooms.hear(said(kU128Max, 500, 13));
    EXPECT_FALSE(rooms.find(action()));
}

TEST(Rooms, OfAnOlderRevisionDoNotReplaceANewerOne) {
    Rooms rooms{"maker.near"};
    rooms.hear(said(401, 500, 13));
    rooms.hear(said(400, 500, 12));
    EXPECT_FALSE(rooms.find(action()));
}

TEST(Rooms, OfAnotherAccountAreNotHeard) {
    Rooms rooms{"other.near"};
    rooms.hear(said(400, 500));
    EXPECT_FALSE(rooms.find(action()));
}

}  // namespace
}  // namespace unrip::liquidity_manager

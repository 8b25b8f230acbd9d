#include "told.hpp"

#include <gtest/gtest.h>

namespace unrip::inventory_sync {
namespace {

const Account kAccount{"maker.near", "intents.near"};

Count some_count() {
    Count count;
    count.snapshot.block = {77, "6tGBgmJKzwLvBz4XpxAjE3bQjVB9tQjx4qtUh1GvtnqX", from_unix_ms(5)};
    count.snapshot.balances = {Amount{1'000'000}, Amount{600}};
    count.snapshot.salt = {0x25, 0x28, 0x12, 0xb3};
    count.snapshot.fee = *near::Pips::from_count(1);
    count.observed_at = from_unix_ms(6);
    count.trigger = messages::CountTrigger::refresh;
    count.nodes_asked = 3;
    count.nodes_agreed = 2;
    return count;
}

std::vector<policy::TokenEntry> two_tokens() {
    std::vector<policy::TokenEntry> tokens(2);
    tokens[0].token = {*AssetId::parse("nep141:btc.omft.near"), "btc", "BTC", 8};
    tokens[1].token = {*AssetId::parse("nep141:eure.omft.near"), "eure", "EURe", 18};
    return tokens;
}

TEST(ToldInventory, KeepsWhatIsOnItsWayApartFromWhatCanBeSpent) {
    PendingDeposits pending;
    messages::LiquidityAction deposit;
    deposit.state = messages::LiquidityState::pending;
    deposit.asset = *AssetId::parse("nep141:btc.omft.near");
    deposit.amount = Amount{42};
    pending.hear(deposit);

    const auto inventory = inventory_of(kAccount, some_count(), two_tokens(), pending);
    EXPECT_EQ(inventory.account_id, "maker.near");
    EXPECT_EQ(inventory.block.height, 77U);
    EXPECT_EQ(inventory.block.time_ns, 5'000'000);
    EXPECT_EQ(inventory.trigger, messages::CountTrigger::refresh);
    ASSERT_EQ(inventory.balances.size(), 2U);
    EXPECT_EQ(inventory.balances[0].spendable, Amount{1'000'000});
    EXPECT_EQ(inventory.balances[0].pending, Amount{42});
    EXPECT_EQ(inventory.balances[0].decimals, 8U);
    EXPECT_EQ(inventory.balances[1].symbol, "EURe");
    EXPECT_FALSE(inventory.balances[1].pending);
    EXPECT_EQ(inventory.nodes_agreed, 2U);
}

TEST(ToldVenue, SaysOfEachSaltWhetherTheContractStillTakesIt) {
    const auto key = near::PublicKey::parse("ed25519:GKRY2rqGFAXf2LWvXQFszfkMtuDEDhUS3yc2XvXMNzKe");
    const Rules rules{{{{1, 2, 3, 4}, true}, {{5, 6, 7, 8}, false}}, true, {*key}};
    const auto venue = venue_of(kAccount, some_count(), rules);
    EXPECT_EQ(venue.current_salt, "252812b3");
    const std::vector<messages::SaltState> salts{
        {"252812b3", true}, {"01020304", true}, {"05060708", false}};
    EXPECT_EQ(venue.salts, salts);
    EXPECT_EQ(venue.fee_ppm, 1U);
    EXPECT_FALSE(venue.is_account_locked);
    EXPECT_EQ(venue.is_auth_by_predecessor_enabled, true);
    EXPECT_FALSE(venue.is_paused);
    EXPECT_EQ(venue.public_keys.size(), 1U);
}

}  // namespace
}  // namespace unrip::inventory_sync

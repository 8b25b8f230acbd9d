#include "kept_balances.hpp"
#include "support/temporary_directory.hpp"
#include "unit/venue-sandbox/world.hpp"
#include "venue_settings.hpp"

#include <gtest/gtest.h>

namespace unrip::sandbox {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

/// A venue that was started, ran for a time, was ended and was started again.
class BegunAgain : public testing::Test {
  protected:
    static Chain begun(const Scenario& scenario, Instant start) {
        return Chain{chain_settings(scenario, start), start};
    }
    static Scenario quickest() {
        Scenario scenario;
        scenario.chain.block_every = kBlockEveryMin;
        return scenario;
    }
};

TEST_F(BegunAgain, AChainGoesOnAboveTheOneThatTheHouseRemembers) {
    const auto scenario = quickest();
    auto former = begun(scenario, kStart);
    const auto end = kStart + hours{1};
    for (auto now = kStart; now <= end; now += scenario.chain.block_every)
        former.advance(now);
    ASSERT_GT(former.stats().height, former.settings().first_height + 300'000);

    EXPECT_GE(begun(scenario, end + seconds{1}).stats().final_height, former.stats().height);
}

TEST_F(BegunAgain, NoHashOfAFormerChainIsGivenAgain) {
    auto former = begun({}, kStart);
    auto later = begun({}, kStart + seconds{20});

    EXPECT_NE(former.settle({}, {}), later.settle({}, {}));
}

TEST_F(BegunAgain, AClockBeforeTheEpochStillHasAHeight) {
    EXPECT_GT(chain_settings({}, Instant{} - hours{1}).first_height, 0U);
}

TEST_F(BegunAgain, TheMakerHoldsWhatItHeld) {
    const test::TemporaryDirectory directory;
    const auto path = (directory.path() / "balances.json").string();
    const auto btc = *AssetId::parse("nep141:btc.omft.near");
    AccountPlan maker{"maker.near", {}, {{btc, Amount{5}}}};

    ASSERT_TRUE(recall_balances(path, maker)) << "there is none yet";
    EXPECT_EQ(maker.balances.at(btc), Amount{5});

    auto former = begun({}, kStart);
    former.set_balance("maker.near", btc.text(), 7);
    ASSERT_TRUE(keep_balances(path, former, "maker.near"));
    ASSERT_TRUE(recall_balances(path, maker));
    EXPECT_EQ(maker.balances.at(btc), Amount{7});
}

TEST_F(BegunAgain, AFileThatHoldsNoBalancesIsNamed) {
    const test::TemporaryDirectory directory;
    AccountPlan maker;
    for (const auto* text : {"", "[]", R"({"nonsense":"1"})", R"({"nep141:btc.omft.near":7})"}) {
        directory.write("balances.json", text);
        const auto path = (directory.path() / "balances.json").string();
        const auto recalled = recall_balances(path, maker);
        ASSERT_FALSE(recalled) << text;
        EXPECT_NE(recalled.error().detail.find(path), std::string::npos);
    }
    EXPECT_FALSE(recall_balances(directory.path().string(), maker)) << "a folder is none";
}

}  // namespace
}  // namespace unrip::sandbox

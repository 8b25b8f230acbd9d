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

}  // namespace
}  // namespace unrip::sandbox

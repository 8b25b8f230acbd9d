#include "promises.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unrip::inventory_sync {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kStart = from_unix_ms(1'795'176'000'000);

messages::Commitments promising(const std::string& salt, Instant nonce_deadline) {
    messages::Commitments commitments;
    messages::SlotBatch batch;
    batch.salt = salt;
    batch.nonce_deadline_ns = to_unix_ns(nonce_deadline);
    commitments.batches.push_back(batch);
    return commitments;
}

TEST(Promises, AreWorthACountOnceTheyHaveEndedAfterTheLastOne) {
    Promises promises;
    promises.quote_ends(kStart + 60s);
    EXPECT_FALSE(promises.ended_since(kStart, kStart + 59s, 10s));
    EXPECT_TRUE(promises.ended_since(kStart, kStart + 61s, 10s));
    EXPECT_TRUE(promises.ended_since(kStart + 59s, kStart + 62s, 10s));
    // A count of a later block has freed what it could.
    EXPECT_FALSE(promises.ended_since(kStart + 61s, kStart + 62s, 10s));
    // After a while the regular beat will do.
    EXPECT_FALSE(promises.ended_since(kStart, kStart + 80s, 10s));
}

TEST(Promises, EndAtTheNoncesOfTheirSlotsToo) {
    Promises promises;
    promises.hear(promising("252812b3", kStart + 300s));
    EXPECT_EQ(promises.next_end(kStart), kStart + 300s);
    EXPECT_TRUE(promises.ended_since(kStart, kStart + 302s, 10s));
    promises.forget_before(kStart + 301s);
    EXPECT_FALSE(promises.next_end(kStart));
}

TEST(Promises, SaltsAreAskedAboutAsLongAsANonceWithThemMayLive) {
    const near::Salt first{0x25, 0x28, 0x12, 0xb3};
    const near::Salt second{1, 2, 3, 4};
    Promises promises;
    EXPECT_THAT(promises.earlier_salts(first, kStart), IsEmpty());
    EXPECT_THAT(promises.earlier_salts(second, kStart), ElementsAre(first));
    EXPECT_THAT(promises.earlier_salts(second, kStart + 59min), ElementsAre(first));
    EXPECT_THAT(promises.earlier_salts(second, kStart + 61min), IsEmpty());
}

TEST(Promises, SaltsOfStandingSlotsAreKnownAfterARestart) {
    Promises promises;
    promises.hear(promising("252812b3", kStart + 300s));
    EXPECT_THAT(
        promises.earlier_salts({1, 2, 3, 4}, kStart),
        ElementsAre(near::Salt{0x25, 0x28, 0x12, 0xb3})
    );
    EXPECT_THAT(promises.earlier_salts({1, 2, 3, 4}, kStart + 301s), IsEmpty());
}

TEST(Promises, OfTheSameSecondAreOneEnd) {
    Promises promises;
    for (int quote = 0; quote < 1'000; ++quote)
        promises.quote_ends(kStart + std::chrono::milliseconds{quote});
    EXPECT_EQ(promises.next_end(kStart), kStart);
    EXPECT_EQ(promises.next_end(kStart + 1ms), kStart + 1s);
}

}  // namespace
}  // namespace unrip::inventory_sync

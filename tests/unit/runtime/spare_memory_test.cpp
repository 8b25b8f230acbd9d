#include "runtime/spare_memory.hpp"

#include "support/process_memory.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <vector>

namespace unrip::runtime {
namespace {

constexpr std::size_t kMib = 1U << 20U;

/// A burst: many short texts, of which a few stay, one in each 64 KiB.
TEST(SpareMemory, GoesBackThoughWhatIsInUseLiesBetween) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer brings an allocator of its own";
#endif
    constexpr std::size_t kTexts = 32 * 1'024;
    std::vector<std::vector<char>> burst(kTexts);
    for (auto& text : burst)
        text.assign(1'000, 'x');
    for (std::size_t number = 0; number < kTexts; ++number) {
        if (number % 64 != 0) std::vector<char>{}.swap(burst[number]);
    }
    const auto before = test::anonymous_kib(::getpid());
    ASSERT_GT(before, 32U * 1'024);
    EXPECT_FALSE(SpareMemory{64 * kMib}.give_back());
    SpareMemory spare{4 * kMib};
    EXPECT_TRUE(spare.give_back());
    EXPECT_LT(test::anonymous_kib(::getpid()), before - 20U * 1'024);
    EXPECT_FALSE(spare.give_back());  // The rest lies on pages that are in use.
    EXPECT_EQ(burst[64], std::vector<char>(1'000, 'x'));
}

}  // namespace
}  // namespace unrip::runtime

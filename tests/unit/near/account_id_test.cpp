#include "near/account_id.hpp"

#include <gtest/gtest.h>

#include <string>

namespace unrip::near {
namespace {

TEST(AccountId, IsPartsOfLettersJoinedBySingleSeparators) {
    for (const char* good : {"aa", "a_b", "a-b.c_d.near", "0x00", "1.2"}) {
        EXPECT_TRUE(is_account_id(good)) << good;
    }
    for (const char* bad : {"a", "a..b", "a._b", "_a", "a_", "A.near", "a b", "a\nb", "a/b"}) {
        EXPECT_FALSE(is_account_id(bad)) << bad;
    }
}

TEST(AccountId, HasTwoToSixtyFourLetters) {
    EXPECT_FALSE(is_account_id(""));
    EXPECT_TRUE(is_account_id(std::string(64, 'a')));
    EXPECT_FALSE(is_account_id(std::string(65, 'a')));
}

}  // namespace
}  // namespace unrip::near

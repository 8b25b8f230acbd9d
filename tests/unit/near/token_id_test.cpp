#include "near/token_id.hpp"

#include <gtest/gtest.h>

namespace unrip::near {
namespace {

TEST(TokenId, ComesBackAsItWas) {
    for (const char* text :
         {"nep141:wrap.near",
          "nep171:nft.near:1",
          "nep245:mt.near:a:b:c",
          "imt:a.near:nep141:x",
          "nep245:mt.near:"}) {
        const auto id = parse_token_id(text);
        ASSERT_TRUE(id) << text;
        EXPECT_EQ(to_text(*id), text);
    }
}

TEST(TokenId, RefusesWhatTheVerifierCanNotRead) {
    for (const char* bad :
         {"",
          ":",
          "nep141",
          "nep141:",
          "nep141:a",
          "nep141:A.near",
          "nep141:a.near:1",
          "nep171:aa",
          "nep245:aa",
          "imt:aa",
          "nep171::1",
          "nep999:aa",
          "nep141 :aa",
          " nep141:aa",
          "nep141:aa "}) {
        EXPECT_FALSE(parse_token_id(bad)) << bad;
    }
}

TEST(TokenId, HasAtMostAHundredAndTwentySevenBytes) {
    EXPECT_TRUE(parse_token_id("nep245:aa:" + std::string(127, 'x')));
    EXPECT_FALSE(parse_token_id("nep245:aa:" + std::string(128, 'x')));
}

}  // namespace
}  // namespace unrip::near

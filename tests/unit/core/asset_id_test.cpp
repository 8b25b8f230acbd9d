#include "core/asset_id.hpp"

#include <gtest/gtest.h>

namespace unrip {
namespace {

TEST(AssetId, KnowsItsStandardAndItsContract) {
    const auto btc = AssetId::parse("nep141:btc.omft.near");
    ASSERT_TRUE(btc);
    EXPECT_EQ(btc->standard(), "nep141");
    EXPECT_EQ(btc->rest(), "btc.omft.near");
    EXPECT_EQ(btc->text(), "nep141:btc.omft.near");
}

TEST(AssetId, AllowsColonsInATokenId) {
    const auto bnb = AssetId::parse("nep245:v2_1.omni.hot.tg:56_11111111111111111111");
    ASSERT_TRUE(bnb);
    EXPECT_EQ(bnb->rest(), "v2_1.omni.hot.tg:56_11111111111111111111");
}

TEST(AssetId, RefusesWhatIsNoAsset) {
    const std::string too_long = "nep141:" + std::string(300, 'a');
    for (const auto& text :
         {std::string{},
          std::string{"btc.omft.near"},
          std::string{":btc"},
          std::string{"nep141:"},
          std::string{"NEP141:btc.omft.near"},
          std::string{"nep141:btc omft"},
          std::string{"nep141:b\n"},
          std::string{"nep141:b\0c", 10},
          std::string{"nep141:\xc3\xa9"},
          too_long}) {
        EXPECT_FALSE(AssetId::parse(text)) << text;
    }
}

}  // namespace
}  // namespace unrip

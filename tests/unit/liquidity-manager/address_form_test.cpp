#include "address_form.hpp"

#include <gtest/gtest.h>

#include <string>

namespace unrip::liquidity_manager {
namespace {

constexpr auto kBitcoin = "btc:mainnet";
constexpr auto kGnosis = "eth:100";

/// Every text that differs from it in one letter, by another one of the same kind.
template <class Look>
void expect_no_slip(const std::string& address, std::string_view letters, const Look& is_good) {
    for (std::size_t at = 4; at < address.size(); ++at) {
        auto slip = address;
        const auto known = letters.find(address[at]);
        slip[at] = letters[(known + 1) % letters.size()];
        EXPECT_FALSE(is_good(slip)) << slip;
    }
}

bool is_bitcoin(const std::string& address) {
    return is_address_of(kBitcoin, address);
}
bool is_gnosis(const std::string& address) {
    return is_address_of(kGnosis, address);
}

TEST(AddressForm, KnowsBitcoinsAddresses) {
    for (const auto* good :
         {"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
          "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
          "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
          "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3",
          "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
          "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
          "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"}) {
        EXPECT_TRUE(is_bitcoin(good)) << good;
    }
}

TEST(AddressForm, RefusesWhatBitcoinWouldLose) {
    for (const auto* bad :
         {"",
          "bc1",
          "bc1qexample",
          "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",                      // its check sum
          "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3T4",                      // two cases
          "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs",                            // nobody's version
          "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",  // the older sum
          "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx",                      // a test network's
          "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn",                              // another one's
          "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3",
          "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
          "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4:memo"}) {
        EXPECT_FALSE(is_bitcoin(bad)) << bad;
    }
}

TEST(AddressForm, NoticesAnyOneWrongLetter) {
    constexpr std::string_view bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    expect_no_slip("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", bech32, is_bitcoin);
    expect_no_slip(
        "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
        "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
        is_bitcoin
    );
}

TEST(AddressForm, ChecksTheMixedCaseOfEthereum) {
    for (const auto* good :
         {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
          "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
          "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
          "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED"}) {
        EXPECT_TRUE(is_gnosis(good)) << good;
    }
    for (const auto* bad :
         {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD",
          "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAee",
          "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
          "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed00",
          "0x0000000000000000000000000000000000000000",
          "0xgaAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"}) {
        EXPECT_FALSE(is_gnosis(bad)) << bad;
    }
}

TEST(AddressForm, OfOtherChainsIsLettersAlone) {
    EXPECT_TRUE(is_address_of("zec:mainnet", "t1Rv4exT7bqhZqi2j7xz8bUHDMxwosrjADU"));
    EXPECT_FALSE(is_address_of("zec:mainnet", "t1 two words"));
    EXPECT_FALSE(is_address_of("zec:mainnet", std::string(129, 'a')));
}

}  // namespace
}  // namespace unrip::liquidity_manager

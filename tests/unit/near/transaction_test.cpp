#include "near/transaction.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace unrip::near {
namespace {

SecretKey key(std::uint8_t first = 1) {
    std::array<std::uint8_t, 32> seed{first};
    return SecretKey::from_seed(seed);
}

Transaction withdrawal() {
    return {
        "solver.near",
        key().public_key(),
        42,
        "intents.near",
        Hash{7},
        {FunctionCall{"ft_withdraw", "{}", 100 * kTeragas, Amount{1}}, Transfer{Amount{5}}}};
}

RC_GTEST_PROP(
    Transaction,
    ComesBackAsItWas,
    (const std::string& signer,
     std::uint64_t nonce,
     const std::string& receiver,
     const std::vector<std::pair<std::string, std::uint64_t>>& calls)
) {
    Transaction transaction{signer, key().public_key(), nonce, receiver, Hash{1, 2}, {}};
    for (const auto& [method, gas] : calls) {
        transaction.actions.emplace_back(FunctionCall{method, method + "{}", gas, Amount{gas}});
        transaction.actions.emplace_back(Transfer{Amount{u128{gas} << 64U}});
    }
    if (transaction.actions.size() > 100) transaction.actions.resize(100, Transfer{});

    const auto signed_transaction = sign(transaction, key());
    const auto decoded = decode_signed_transaction(signed_transaction.borsh);
    RC_ASSERT(decoded.has_value());
    RC_ASSERT(decoded->transaction == transaction);
    RC_ASSERT(decoded->hash == signed_transaction.hash);
}

TEST(Transaction, IsRefusedWhenAnyByteIsOther) {
    const auto good = sign(withdrawal(), key()).borsh;
    ASSERT_TRUE(decode_signed_transaction(good));
    for (std::size_t at = 0; at < good.size(); ++at) {
        auto bad = good;
        bad[at] = static_cast<std::uint8_t>(bad[at] ^ 1U);
        EXPECT_FALSE(decode_signed_transaction(bad)) << at;
    }
}

TEST(Transaction, IsRefusedWhenCutOrLonger) {
    const auto good = sign(withdrawal(), key()).borsh;
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_FALSE(decode_signed_transaction(ByteView{good}.first(size))) << size;
    }
    auto longer = good;
    longer.push_back(0);
    EXPECT_FALSE(decode_signed_transaction(longer));
}

TEST(Transaction, SignedTwiceIsTheSameBytes) {
    EXPECT_EQ(sign(withdrawal(), key()).borsh, sign(withdrawal(), key()).borsh);
}

TEST(TransactionDeathTest, IsNotSignedByAnothersKey) {
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    EXPECT_DEATH(sign(withdrawal(), key(2)), "signed by its own key");
}

}  // namespace
}  // namespace unrip::near

#include "sift.hpp"

#include <gtest/gtest.h>

namespace unrip::near_intents_ingest {
namespace {

constexpr auto kBtc = "nep141:btc.omft.near";
constexpr auto kEth = "nep141:eth.omft.near";
constexpr auto kEure = "nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near";

policy::File sandbox() {
    return *policy::load(std::string{UNRIP_SOURCE_DIR} + "/deploy/policy/sandbox.json");
}

venue::RelayQuoteRequest request(const char* in, const char* out, std::string amount = "100") {
    venue::RelayQuoteRequest request;
    request.asset_in = *AssetId::parse(in);
    request.asset_out = *AssetId::parse(out);
    request.fixed_amount = *Amount::parse(amount);
    request.fixed_amount_text = std::move(amount);
    return request;
}

std::string name_of(const venue::RelayQuoteRequest& asked) {
    const auto looked = Sieve{sandbox()}.look(asked);
    const auto* why = std::get_if<Sifted>(&looked);
    return why != nullptr ? std::string{to_text(*why)} : std::get<std::string>(looked);
}

TEST(Sieve, NamesThePairWhicheverWayItIsAsked) {
    EXPECT_EQ(name_of(request(kBtc, kEure)), "btc-eure");
    EXPECT_EQ(name_of(request(kEure, kBtc)), "btc-eure");
    EXPECT_EQ(name_of(request(kEure, kEth)), "eth-eure");
}

TEST(Sieve, StopsWhatNobodyTrades) {
    EXPECT_EQ(name_of(request(kBtc, "nep141:usdc.near")), "unknown_asset");
    EXPECT_EQ(name_of(request("nep141:usdc.near", kBtc)), "unknown_asset");
    EXPECT_EQ(name_of(request(kBtc, kEth)), "unsupported_pair");
}

TEST(Sieve, StopsAmountsThatWouldNotBeSignedAsTheyAreWritten) {
    EXPECT_EQ(name_of(request(kBtc, kEure, "0100")), "leading_zeros");
}

TEST(Sieve, AsksTheRelayForItsTokensOnly) {
    auto policy = sandbox();
    EXPECT_EQ(Sieve{policy}.filter().tokens_in.size(), policy.tokens.size());
    EXPECT_EQ(Sieve{policy}.filter().tokens_out.size(), policy.tokens.size());
    policy.relay.token_filter = false;
    EXPECT_TRUE(Sieve{policy}.filter().tokens_in.empty());
}

}  // namespace
}  // namespace unrip::near_intents_ingest

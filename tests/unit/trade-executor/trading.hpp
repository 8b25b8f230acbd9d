#pragma once

#include "memory.hpp"
#include "near/rfc3339.hpp"

#include <gtest/gtest.h>

#include <string>

namespace unrip::trade_executor {

using namespace std::chrono_literals;

inline constexpr Instant kNow = from_unix_ms(1'795'176'000'000);
inline const AssetId kBtc = *AssetId::parse("nep141:btc.omft.near");
inline const AssetId kEure =
    *AssetId::parse("nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near");

/// The account's key, and all that the executor knows on a day when everything is right. Each test
/// changes one thing.
struct Trading : testing::Test {
    Trading();

    messages::Slots slots_of(std::string batch, messages::SlotMode mode, std::uint32_t size);
    near::Nonce nonce_of(std::uint32_t index) const;

    void hear_price(const char* mid, Instant observed_at = kNow);
    void hear_count(
        Instant at, i128 btc = 100'000'000, i128 eure = i128{1'000'000'000'000'000'000}
    );
    messages::Venue venue_at(Instant at) const;
    void hear(const messages::Venue& venue);

    /// The user gives 5 EURe, we give 8271 satoshi, on slot 7-1/0.
    messages::ExecuteTrade command() const;
    messages::Envelope<messages::QuoteSigned> signed_quote(
        const messages::ExecuteTrade& trade, const std::string& command_id
    );

    Examined look(const messages::ExecuteTrade& trade) const;

    near::SecretKey key = near::SecretKey::from_seed(std::array<std::uint8_t, 32>{1});
    policy::File policy =
        *policy::load(std::string{UNRIP_SOURCE_DIR} + "/deploy/policy/sandbox.json");
    ManualClock clock{kNow};
    Memory memory{
        Rules::of(policy, "maker.near", "intents.near", key.public_key().to_string()),
        policy.executor.rolling,
        clock,
        "trade-executor/executor-1"};
    Situation situation;
    Instant now = kNow;
    std::uint64_t height = 100;
};

}  // namespace unrip::trade_executor

#pragma once

#include "policy/policy.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace unrip::policy {

/// The shortest policy that can be used: all the rest are defaults.
inline nlohmann::json short_policy() {
    return nlohmann::json::parse(R"({
        "schema": "policy/1", "name": "short", "accounting_token": "eure",
        "tokens": [
            {"slug": "btc", "symbol": "BTC", "asset_id": "nep141:btc.omft.near", "decimals": 8,
             "chain": "btc:mainnet"},
            {"slug": "eure", "symbol": "EURe", "asset_id": "nep141:eure.omft.near",
             "decimals": 18, "chain": "eth:100"}],
        "pairs": [{
            "base": "btc", "quote": "eure",
            "sources": [{"source": "kraken", "symbols": ["BTC/EUR"]},
                        {"source": "coinbase", "symbols": ["BTC-USD", "EUR-USD"]}],
            "spread": {"half_spread_ppm": 7500},
            "limits": {"notional_max": "5000", "base_max": "10000", "quote_max": "9000"},
            "slots": {"base_cap": "10000"}}],
        "executor": {"notional_max": "5000"}})");
}

/// What is wrong with a policy; empty when nothing is.
inline std::string mistakes_in(const nlohmann::json& policy) {
    const auto file = parse(policy.dump());
    return file ? std::string{} : file.error().detail;
}

/// The same of the short policy with one value changed.
inline std::string mistakes_with(const std::string& pointer, const nlohmann::json& value) {
    auto policy = short_policy();
    policy[nlohmann::json::json_pointer{pointer}] = value;
    return mistakes_in(policy);
}

}  // namespace unrip::policy

#pragma once

#include "core/result.hpp"
#include "policy/sections.hpp"
#include "strategy/command_check.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace unrip::policy {

/// One policy file: what is traded, priced by what, within which limits. Endpoints and secrets are
/// environment variables instead.
struct File {
    std::string name;
    std::string hash;  ///< SHA-256 of the file's bytes, lower-case hex.

    std::vector<TokenEntry> tokens;
    Token accounting;  ///< What notional is counted in, and every pair is priced in.
    std::vector<PairEntry> pairs;

    Reference reference;
    Executor executor;
    Inventory inventory;
    Relay relay;
    Liquidity liquidity;
    Portfolio portfolio;
    Retention retention;
    Journal journal;

    // The strategy's own, beside its pairs.
    strategy::FreshnessLimits freshness;
    strategy::ReferenceLimits reference_limits;
    strategy::QuoteTiming timing;
    strategy::CommitmentPolicy commitments;
    strategy::SamplingPolicy sampling;
    bool answers_price_probes = true;
    std::vector<std::string> partners_refused;
    std::uint32_t answered_quotes_remembered = 16'384;

    /// All that the engine is given.
    strategy::Policy strategy() const;

    /// What the executor checks a command against. The pairs stand in the file's order, each with
    /// limits of its own.
    strategy::CommandLimits command_limits(const PairEntry& pair) const;

    TokenBook token_book() const;
    const TokenEntry* find_token(const AssetId& id) const;
    const TokenEntry* find_token(std::string_view slug) const;
    const PairEntry* find_pair(std::string_view pair) const;

    std::string short_hash() const { return hash.substr(0, 12); }
};

/// Reads the text of a policy. Every mistake is in the error, one on a line: where, what stands
/// there and what it must be. Unknown fields are mistakes.
Result<File> parse(std::string_view text);

/// The same from a file. The error begins with its path.
Result<File> load(const std::string& path);

}  // namespace unrip::policy

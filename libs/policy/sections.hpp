#pragma once

#include "core/amount.hpp"
#include "core/ratio.hpp"
#include "core/time.hpp"
#include "core/token_book.hpp"
#include "strategy/agreement.hpp"
#include "strategy/executor_limits.hpp"
#include "strategy/policy.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// The sections of a policy file, as plain values. The defaults here are what a file that leaves a
// field out gets.

namespace unrip::policy {

using namespace std::chrono_literals;

/// A token that is held, and where it comes in and goes out.
struct TokenEntry {
    Token token;
    std::string chain;                     ///< As the bridge writes it: "btc:mainnet", "eth:100".
    std::optional<Amount> withdrawal_min;  ///< Ours, on top of the bridge's own.
};

/// The markets that can be asked.
enum class Market { kraken, coinbase, bitstamp, binance, pyth };

std::string_view to_text(Market market);
std::optional<Market> market_from(std::string_view text);

/// When a market is not believed; what is absent is the market's own usual figure.
struct FeedRules {
    std::optional<Milliseconds> quote_age_max;
    std::optional<Milliseconds> silence_max;
    std::optional<Milliseconds> frozen_max;
    std::optional<Milliseconds> ahead_max;
    std::optional<Ratio> spread_max;

    friend bool operator==(const FeedRules&, const FeedRules&) = default;
};

/// One market's say in the price of a pair.
struct ReferenceSource {
    Market market = Market::kraken;
    /// One symbol that is the pair itself, or two: the first divided by the second.
    std::vector<std::string> symbols;
    std::vector<std::string> rest_symbols;  ///< The same over REST; as many as `symbols`.
    FeedRules rules;

    /// "btc-usd/eur-usd" for a cross, empty for a market that quotes the pair itself.
    std::string route() const;

    friend bool operator==(const ReferenceSource&, const ReferenceSource&) = default;
};

struct PairEntry {
    strategy::PairPolicy trading;
    std::vector<ReferenceSource> sources;
    std::optional<Amount> executor_notional_max;  ///< The executor's, where the pair has its own.
};

/// How one price is made of many, and how often it is told.
struct Reference {
    strategy::AgreementPolicy agreement;
    Milliseconds publish_interval_min{100};  ///< Between two prices of a pair that moved.
    Milliseconds beat{1'000};                ///< A price that did not move is told again.
};

/// The executor's own limits: it trusts its own reference and nothing of the strategy.
struct Executor {
    Amount notional_max;                 ///< Accounting token, at the executor's own mid.
    Ratio loss_max;                      ///< We give at most this much more than we get.
    Ratio gain_max = Ratio::bps(1'000);  ///< We get at most this much more: else it is a mistake.
    Milliseconds lifetime_min{1'000};    ///< Of a quote, when it is signed.
    Milliseconds lifetime_max{600'000};
    /// The chain is asked so often whether the nonce of a lane in use is used after all,
    Milliseconds lane_look_every{5'000};
    std::uint32_t lane_looks_per_second_max = 10;  ///< but never more often than this, in all.
    strategy::RollingLimits rolling;
};

/// When the chain is counted.
struct Inventory {
    Milliseconds every{15'000};
    Milliseconds near_end_every{3'000};         ///< While promises have ended since the last count,
    Milliseconds near_end_within{10'000};       ///< for so long after their end.
    std::uint64_t node_behind_blocks_max = 20;  ///< A node further behind the others is not used.
};

/// The relay's socket.
struct Relay {
    bool token_filter = true;  ///< Ask for requests of our tokens only.
    Milliseconds answer_within{
        1'000};  ///< An answer later than this after the request is not sent.
    Milliseconds verdict_within{3'000};  ///< And the relay's word on it is awaited no longer.
};

struct Liquidity {
    std::vector<std::string> chains;  ///< Deposit addresses are asked for; default: of the tokens.
    /// By token: where withdrawals may go. A token that is not here may go anywhere.
    std::map<std::string, std::vector<std::string>> destinations_allowed;
    Milliseconds deposits_every{30'000};
    Milliseconds withdrawals_every{10'000};
    Milliseconds addresses_every{3'600'000};
    Milliseconds room_wait_max{900'000};  ///< For the strategy to make room for a withdrawal.
};

struct Portfolio {
    Milliseconds metrics_interval_min{1'000};  ///< Between two that only the price moved.
};

/// What is alerted before the record of what was said falls short.
struct Journal {
    Ratio writer_lag_alert = Ratio::bps(2'500);  ///< Of a stream's room, unread by the writer.
};

/// Days that rows are kept, by table. A table that is not here is never trimmed.
using Retention = std::map<std::string, std::uint32_t>;

}  // namespace unrip::policy

#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "core/token_book.hpp"
#include "world/market.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// The world as a scenario file describes it, as plain values. The defaults here are what a file
// that leaves a field out gets.

namespace unrip::sandbox {

/// Two tokens that takers trade, and the market that says what they are truly worth.
struct TradedPair {
    Pair pair;
    std::string market;  ///< "BTC/EUR"
};

/// A while in which an exchange is not itself. Times count from the start of the world.
struct Outage {
    enum class How {
        away,         ///< Connections end, and nobody answers.
        silent,       ///< Sockets stay open; nothing comes.
        frozen,       ///< Messages come on time, with the price as it was.
        maintenance,  ///< It says so; prices come, for those who would believe them.
        refusing,     ///< Handshakes and REST are answered with 429.
    };
    How how = How::silent;
    Milliseconds from{};
    Milliseconds until{};
};

/// How one exchange follows the true price.
struct ExchangePlan {
    std::string name;  ///< kraken, coinbase, bitstamp, binance or pyth
    Milliseconds lag{50};
    std::uint32_t noise_ppm = 50;       ///< Standard deviation of its opinion.
    Milliseconds opinion_lasts{1'000};  ///< Before it is another.
    std::uint32_t half_spread_ppm = 100;
    Milliseconds every{100};           ///< It looks at the price so often.
    std::vector<std::string> markets;  ///< Empty: all.
    std::vector<Outage> outages;
};

/// Who asks for quotes.
struct TakerPlan {
    enum class Kind {
        uninformed,       ///< Takes the best offer unless it is far off the true price.
        price_sensitive,  ///< Has an outside quote, and takes what beats it.
        informed,         ///< Knows the true price some time ahead, and takes what will pay.
    };
    std::string name;
    Kind kind = Kind::uninformed;
    std::vector<std::string> pairs;        ///< Empty: all.
    std::uint64_t per_1000_seconds = 200;  ///< Requests, on average.
    std::string size_least = "1";          ///< In whole quote tokens.
    std::string size_most = "10";
    std::uint32_t sells_ppm = 500'000;      ///< Share that gives the base token.
    std::uint32_t exact_out_ppm = 300'000;  ///< Share that fixes what it receives.
    std::uint32_t tolerance_ppm = 20'000;   ///< Uninformed: worse than this it takes from nobody.
    std::uint32_t outside_half_spread_ppm = 1'000;  ///< Price-sensitive.
    Milliseconds knows_ahead{500};                  ///< Informed.
    std::uint32_t edge_ppm = 500;                   ///< Informed: less gain is not worth it.
    Milliseconds deadline{60'000};                  ///< min_deadline_ms of the request.
};

struct AuctionPlan {
    Milliseconds wait_min{300};
    Milliseconds wait_max{3'000};
    Milliseconds grace{300};
    Milliseconds sub_leg_grace{50};
    std::uint32_t sub_legs_ppm = 0;  ///< Share of requests that are a router's.
};

struct CompetitorPlan {
    bool on = false;
    std::uint32_t half_spread_ppm = 2'000;
    Milliseconds answers_after{20};
};

struct RelayPlan {
    bool bearer = false;         ///< Ask for an API key.
    bool flat_envelope = false;  ///< Events as the documentation has them, not as they come.
    bool verify_inline = true;   ///< Else answers are judged after the fact, none skipped.
};

struct AccountPlan {
    std::string id;
    std::vector<std::string> keys;       ///< Registered on the Verifier from the beginning.
    std::map<AssetId, Amount> balances;  ///< On the Verifier.
};

constexpr Milliseconds kBlockEveryMin{10};

struct ChainPlan {
    std::string contract = "intents.near";
    Milliseconds block_every{600};
    std::uint32_t final_behind = 2;  ///< Blocks.
    std::uint32_t fee_pips = 1;
    Milliseconds settle_after{1'500};
};

struct BridgePlan {
    Milliseconds deposit_credited_after{5'000};
    Milliseconds withdrawal_done_after{8'000};
};

/// What POST /faults would be told, at that time.
struct ScheduledFault {
    Milliseconds at{};
    std::string body;
};

struct Scenario {
    std::string name = "unnamed";
    std::uint64_t seed = 1;
    Milliseconds step{20};
    std::vector<Market> markets;
    std::vector<DerivedMarket> derived;
    std::vector<TradedPair> pairs;
    std::vector<ExchangePlan> exchanges;
    std::vector<TakerPlan> takers;
    AuctionPlan auction;
    CompetitorPlan competitor;
    RelayPlan relay;
    AccountPlan maker;
    ChainPlan chain;
    BridgePlan bridge;
    std::vector<ScheduledFault> faults;

    /// The JSON it was read from, compact.
    std::string text;

    const TradedPair* find_pair(std::string_view pair) const;
    bool has_market(std::string_view market) const;
};

/// Every mistake is in the error, one on a line: where in the file, what stands there and what it
/// must be. Unknown fields are mistakes.
Result<Scenario> parse_scenario(std::string_view text);

/// The same from a file. The error begins with its path.
Result<Scenario> load_scenario(const std::string& path);

/// `scenario` with some of it replaced, as a JSON merge patch (RFC 7386) says.
Result<Scenario> patched(const Scenario& scenario, std::string_view patch);

}  // namespace unrip::sandbox

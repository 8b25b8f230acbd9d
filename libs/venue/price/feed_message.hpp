#pragma once

#include "core/price.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace unrip::venue {

/// The best bid and ask of one symbol as a source states them, unjudged: they may be zero or
/// crossed.
struct PriceQuote {
    std::string symbol;  ///< As the source writes it.
    Price bid;
    Price ask;
    std::optional<Price>
        confidence;  ///< Of oracles: bid and ask are then the price minus and plus it.
    std::optional<Instant> exchange_time;
    std::optional<std::uint64_t> sequence;  ///< Rises with every quote of the symbol.
    std::optional<std::uint64_t> trade;     ///< The trade that caused it, where sources count them.
};

using PriceQuotes = std::vector<PriceQuote>;

/// The source is there, whether or not prices move.
struct FeedHeartbeat {
    std::string symbol;  ///< Empty when it speaks for the connection.
    std::optional<std::uint64_t> last_trade;
};

/// What the source says about itself.
struct FeedStatus {
    bool usable = true;      ///< False: prices come, but nobody could trade on them.
    bool reconnect = false;  ///< It asks us to connect anew.
    std::string text;
};

struct FeedAck {
    std::string warnings;  ///< Empty when there are none.
};

struct FeedError {
    std::string text;
};

/// Why a message was not used: a metric label, so the list is closed.
enum class FeedProblem { oversized, not_json, unknown_message, other_symbol, bad_price, bad_time };

inline constexpr std::size_t kFeedProblems = 6;

std::string_view to_text(FeedProblem problem);

struct FeedIgnored {
    FeedProblem problem = FeedProblem::unknown_message;
};

using FeedMessage =
    std::variant<PriceQuotes, FeedHeartbeat, FeedStatus, FeedAck, FeedError, FeedIgnored>;

}  // namespace unrip::venue

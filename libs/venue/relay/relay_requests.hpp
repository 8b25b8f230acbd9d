#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/ids.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::venue {

enum class RelayStream { quote, quote_status, quote_status_extended };

std::string_view to_text(RelayStream stream);

/// Only quotes whose assets are among these; an empty list leaves its side open.
struct TokenFilter {
    std::vector<AssetId> tokens_in;
    std::vector<AssetId> tokens_out;
};

/// Why we send no price, in the relay's words.
enum class NoQuoteReason {
    no_liquidity,
    insufficient_amount,
    unexpected_error,
    deadline_exceeded,
    price_difference_too_large,
    same_token,
    unsupported_tokens,
    market_limit,
    stale_data,
};

std::string_view to_text(NoQuoteReason reason);

struct NoQuote {
    QuoteId quote_id;
    NoQuoteReason reason = NoQuoteReason::no_liquidity;
    std::optional<Amount> min_amount;
    std::optional<Milliseconds> time_to_liquidity;
};

// The frames we send. Ids are unique within a connection and always numbers.

std::string subscribe_request(std::uint64_t id, RelayStream stream, const TokenFilter& filter);

/// With guaranteed delivery a filter is not allowed; only `quote_status` offers it.
std::string subscribe_guaranteed_request(std::uint64_t id, RelayStream stream);

std::string unsubscribe_request(std::uint64_t id, std::string_view subscription);
std::string acknowledge_request(std::uint64_t id, std::string_view subscription, std::uint64_t seq);

/// `params_object` is one JSON object, sent as it is: signed text is never serialised twice.
std::string quote_response_request(std::uint64_t id, std::string_view params_object);

/// The params object of an answer that declines.
std::string no_quote_params(const NoQuote& no_quote);

}  // namespace unrip::venue

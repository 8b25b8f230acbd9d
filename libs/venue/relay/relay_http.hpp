#pragma once

#include "core/amount.hpp"
#include "venue/relay/relay_events.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::venue {

// The relay's HTTP door, where takers ask for quotes and publish intents. Answers are whole
// JSON-RPC bodies; an `error` in them becomes Error refused with the relay's text.

/// What a taker asks of all solvers.
struct TakerQuoteRequest {
    AssetId asset_in;
    AssetId asset_out;
    FixedSide fixed_side = FixedSide::in;
    Amount fixed_amount;
    std::optional<Milliseconds> min_deadline;
    std::optional<Milliseconds> min_wait;
    std::optional<Milliseconds> max_wait;
    std::string quote_id;  ///< Optional.
};

struct TakerOffer {
    QuoteHash quote_hash;
    AssetId asset_in;
    AssetId asset_out;
    Amount amount_in;
    Amount amount_out;
    std::string expiration_time;  ///< ISO text, as sent.
    std::string solver_id;        ///< Empty when not told.
};

struct TakerQuotes {
    std::vector<TakerOffer> offers;
    /// The largest minimum among solvers that found the amount too small.
    std::optional<Amount> min_amount;
    std::size_t refusals = 0;
    std::size_t unreadable = 0;  ///< Entries that were neither offer nor refusal.
};

std::string quote_http_request(std::string_view id, const TakerQuoteRequest& request);
Result<TakerQuotes> decode_taker_quotes(std::string_view body);

/// The offer that gives the most, or takes the least; nullptr when none fits the request. Offers
/// for other tokens or another fixed amount don't.
const TakerOffer* best_offer(const TakerQuotes& quotes, const TakerQuoteRequest& request);

/// `signed_data` is one JSON object, sent as it is.
std::string publish_intent_http_request(
    std::string_view id, const std::vector<QuoteHash>& quotes, std::string_view signed_data
);
std::string publish_intents_http_request(
    std::string_view id,
    const std::vector<QuoteHash>& quotes,
    const std::vector<std::string>& signed_datas
);

enum class PublishFailure {
    signature_expired,
    internal_error,
    signature_invalid,
    nonce_used,
    insufficient_balance,
    public_key_not_exist,
    invalid_salt,
    unknown_error,
};

std::string_view to_text(PublishFailure failure);  ///< "SIGNATURE_EXPIRED"
PublishFailure classify_publish_reason(std::string_view reason);

struct Published {
    bool ok = false;
    std::vector<std::string> intent_hashes;  ///< One for publish_intent.
    std::string reason;                      ///< Unless ok.
    PublishFailure failure = PublishFailure::unknown_error;
};

/// For both methods. "Already processed" counts as published: that is what it says.
Result<Published> decode_published(std::string_view body);

enum class IntentState {
    pending,
    broadcasted,
    settled,
    not_found,  ///< For now: it may still come.
    failed,     ///< On the chain, and for good.
    unknown,    ///< A word we don't know: ask again.
};

std::string_view to_text(IntentState state);
inline bool is_final(IntentState state) {
    return state == IntentState::settled || state == IntentState::failed;
}

struct IntentStatus {
    std::string intent_hash;
    IntentState state = IntentState::unknown;
    std::string tx_hash;  ///< Empty until there is one.
    std::string details;
};

std::string get_status_http_request(std::string_view id, std::string_view intent_hash);
Result<IntentStatus> decode_intent_status(std::string_view body);

}  // namespace unrip::venue

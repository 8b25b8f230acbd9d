#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/ids.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace unrip::venue {

/// What the relay says about an event rather than in it. Absent texts are empty.
struct RelayMetadata {
    std::string traceparent;
    std::string partner_id;
    std::string quote_timestamp;

    friend bool operator==(const RelayMetadata&, const RelayMetadata&) = default;
};

/// Who really asks, as vouched for by the relay. Absent texts are empty.
struct TrustedMetadata {
    std::string source;  ///< "1click" or "router" so far.
    std::string partner_id;
    std::string quote_type;  ///< 1click: "main_quote", "min_deposit_amount", ...
    std::optional<bool> dry;
    std::string slippage_tolerance;  ///< The number as it was written.

    // A router passes on what it was itself told.
    std::optional<RelayMetadata> upstream_metadata;
    std::shared_ptr<const TrustedMetadata> upstream;

    std::string text;  ///< All of it as compact JSON; not of an upstream.
};

/// Which of the two amounts the user has fixed; the other one is ours to name.
enum class FixedSide { in, out };

/// A user wants to give `asset_in` and receive `asset_out`; seen from us, the solver, the reverse.
struct RelayQuoteRequest {
    QuoteId quote_id;
    AssetId asset_in;   ///< What the solver would receive.
    AssetId asset_out;  ///< What the solver would give.
    FixedSide fixed_side = FixedSide::in;
    std::string fixed_amount_text;  ///< To be signed character for character.
    Amount fixed_amount;            ///< Positive, at most 2^127-1.

    std::optional<Milliseconds> min_deadline;
    std::optional<Milliseconds> min_wait;
    std::optional<Milliseconds> max_wait;
    std::optional<Milliseconds> wait;  ///< The deprecated predecessor of the two above.
    std::optional<bool> protocol_fee_included;
    std::optional<TrustedMetadata> trusted_metadata;
};

struct RelayQuoteEvent {
    std::string subscription;  ///< Empty in the flat envelope without one.
    RelayQuoteRequest request;
    std::optional<RelayMetadata> metadata;
};

/// The extended status stream says how far a settlement is; `unknown` is a word we don't know.
enum class SettlementStep { ready_to_settle, settle_successful, settle_failed, unknown };

std::string_view to_text(SettlementStep step);

/// A quote was taken. It tells of a settlement; whether that holds, only the chain knows.
struct RelayStatusEvent {
    std::string subscription;
    QuoteHash quote_hash;  ///< Possibly another solver's.
    std::string intent_hash;
    std::string tx_hash;
    std::optional<SettlementStep> step;  ///< Only in the extended stream.
    std::optional<std::uint64_t> seq;    ///< Only with guaranteed delivery: to be acknowledged.
    std::optional<RelayMetadata> metadata;
};

}  // namespace unrip::venue

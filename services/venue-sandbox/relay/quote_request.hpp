#pragma once

#include "core/int128.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace unrip::sandbox {

/// What a taker asks all solvers. Exactly one amount is fixed.
struct QuoteRequest {
    std::string quote_id;
    std::string asset_in;   ///< The user gives, the solver receives.
    std::string asset_out;  ///< The other way round.
    std::optional<u128> exact_in;
    std::optional<u128> exact_out;
    Milliseconds min_deadline{60'000};
    std::optional<Milliseconds> min_wait;
    std::optional<Milliseconds> max_wait;
    bool is_sub_leg = false;       ///< `protocol_fee_included`: a router's.
    std::string trusted_metadata;  ///< A JSON object, or empty.
    std::string partner_id;        ///< Of the event's metadata; empty for none.

    bool is_exact_in() const { return exact_in.has_value(); }
};

/// The parameter of the HTTP method `quote`; without quote_id when there was none. Error
/// `malformed` names the field.
Result<QuoteRequest> read_quote_request(const nlohmann::json& parameter);

/// How events are wrapped.
struct Envelope {
    bool flat = false;
    std::string_view subscription;
};

std::string quote_event_text(
    const QuoteRequest& request, const Envelope& envelope, Instant published
);

enum class StatusKind { plain, ready_to_settle, settled, failed };

struct StatusEvent {
    std::string quote_hash;
    std::string intent_hash;
    std::string tx_hash;
};

/// `plain` is what `quote_status` says; the others are of `quote_status_extended`.
std::string status_event_text(const StatusEvent& status, StatusKind kind, const Envelope& envelope);

}  // namespace unrip::sandbox

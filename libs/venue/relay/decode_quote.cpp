#include "venue/relay/decode_quote.hpp"

#include "venue/json/exact_number.hpp"
#include "venue/relay/decode_metadata.hpp"

namespace unrip::venue {
namespace {

using Problem = std::optional<FrameProblem>;

/// The contract reads deltas as signed 128-bit numbers.
constexpr u128 kAmountMax = static_cast<u128>(kI128Max);

Problem read_assets(const JsonValue& fields, RelayQuoteRequest& request) {
    const auto* in = fields.text("defuse_asset_identifier_in");
    const auto* out = fields.text("defuse_asset_identifier_out");
    if (in == nullptr || out == nullptr) return FrameProblem::bad_asset;
    auto asset_in = AssetId::parse(*in);
    auto asset_out = AssetId::parse(*out);
    if (!asset_in || !asset_out) return FrameProblem::bad_asset;
    if (*asset_in == *asset_out) return FrameProblem::same_asset;
    request.asset_in = std::move(*asset_in);
    request.asset_out = std::move(*asset_out);
    return std::nullopt;
}

Problem read_amount(const JsonValue& fields, RelayQuoteRequest& request) {
    const auto* in = fields.present("exact_amount_in");
    const auto* out = fields.present("exact_amount_out");
    if (in != nullptr && out != nullptr) return FrameProblem::two_amounts;
    const auto* fixed = in != nullptr ? in : out;
    if (fixed == nullptr) return FrameProblem::no_amount;
    const auto* text = fixed->string();
    if (text == nullptr) return FrameProblem::bad_amount;
    const auto amount = Amount::parse(*text);
    if (!amount || amount->is_zero() || amount->atoms() > kAmountMax) {
        return FrameProblem::bad_amount;
    }
    request.fixed_side = in != nullptr ? FixedSide::in : FixedSide::out;
    request.fixed_amount_text = *text;
    request.fixed_amount = *amount;
    return std::nullopt;
}

/// False when the member is there and is no duration within the limit.
bool read_duration(
    const JsonValue& fields,
    std::string_view name,
    Milliseconds longest,
    std::optional<Milliseconds>& duration
) {
    const auto* value = fields.present(name);
    if (value == nullptr) return true;
    const auto count = whole_number(*value);
    if (!count || *count > longest.count()) return false;
    duration = Milliseconds{*count};
    return true;
}

Problem read_times(
    const JsonValue& fields, const RelayFrameLimits& limits, RelayQuoteRequest& request
) {
    const auto longest = limits.deadline_max;
    if (!read_duration(fields, "min_deadline_ms", longest, request.min_deadline)) {
        return FrameProblem::bad_deadline;
    }
    const bool waits = read_duration(fields, "min_wait_ms", longest, request.min_wait) &&
                       read_duration(fields, "max_wait_ms", longest, request.max_wait) &&
                       read_duration(fields, "wait_ms", longest, request.wait);
    return waits ? std::nullopt : Problem{FrameProblem::bad_wait};
}

}  // namespace

RelayFrame decode_quote(
    const JsonValue& params, const JsonValue& fields, const RelayFrameLimits& limits
) {
    RelayQuoteEvent event;
    const auto* id = fields.text("quote_id");
    if (id == nullptr || id->empty() || id->size() > limits.text_bytes_max) {
        return IgnoredFrame{FrameProblem::quote_without_id};
    }
    event.request.quote_id = QuoteId{*id};
    if (const auto problem = read_assets(fields, event.request)) return IgnoredFrame{*problem};
    if (const auto problem = read_amount(fields, event.request)) return IgnoredFrame{*problem};
    if (const auto problem = read_times(fields, limits, event.request)) {
        return IgnoredFrame{*problem};
    }
    if (const auto* included = fields.present("protocol_fee_included")) {
        event.request.protocol_fee_included = included->boolean();
    }
    event.request.trusted_metadata = decode_trusted_metadata(fields, "trusted_metadata");
    event.subscription = text_or_empty(params, "subscription");
    event.metadata = decode_metadata(params, "metadata");
    return event;
}

}  // namespace unrip::venue

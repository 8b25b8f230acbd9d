#include "venue/relay/decode_status.hpp"

#include "venue/json/exact_number.hpp"
#include "venue/relay/decode_metadata.hpp"

#include <array>

namespace unrip::venue {
namespace {

SettlementStep read_step(std::string_view text) {
    constexpr std::array known{
        SettlementStep::ready_to_settle,
        SettlementStep::settle_successful,
        SettlementStep::settle_failed,
    };
    for (const auto step : known) {
        if (text == to_text(step)) return step;
    }
    return SettlementStep::unknown;
}

/// A hash that is no text, or an absurdly long one, counts as not given.
std::string read_hash(
    const JsonValue& fields, std::string_view name, const RelayFrameLimits& limits
) {
    auto text = text_or_empty(fields, name);
    return text.size() <= limits.text_bytes_max ? text : std::string{};
}

}  // namespace

RelayFrame decode_status(
    const JsonValue& params, const JsonValue& fields, const RelayFrameLimits& limits
) {
    RelayStatusEvent event;
    event.quote_hash = QuoteHash{read_hash(fields, "quote_hash", limits)};
    if (event.quote_hash.empty()) return IgnoredFrame{FrameProblem::status_without_hash};
    event.intent_hash = read_hash(fields, "intent_hash", limits);
    event.tx_hash = read_hash(fields, "tx_hash", limits);
    if (const auto* step = fields.text("event_type")) event.step = read_step(*step);
    event.subscription = text_or_empty(params, "subscription");
    event.metadata = decode_metadata(params, "metadata");
    if (const auto* seq = params.present("seq")) {
        if (const auto number = whole_number(*seq)) {
            event.seq = static_cast<std::uint64_t>(*number);
        }
    }
    return event;
}

}  // namespace unrip::venue

#include "relay/quote_request.hpp"

#include "near/json_text.hpp"
#include "near/rfc3339.hpp"

#include <nlohmann/json.hpp>

namespace unrip::sandbox {
namespace {

using near::append_json_text;
using nlohmann::json;

constexpr std::int64_t kWaitMaxMs = 3'600'000;

const json* find(const json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

Failure wrong(std::string_view field, std::string_view must) {
    return fail(Error::Kind::malformed, std::string{field} + " must be " + std::string{must});
}

Result<std::string> read_text(const json& object, const char* name) {
    const auto* value = find(object, name);
    if (value == nullptr || !value->is_string()) return wrong(name, "a text");
    return value->get<std::string>();
}

Result<std::optional<u128>> read_amount(const json& object, const char* name) {
    const auto* value = find(object, name);
    if (value == nullptr) return std::optional<u128>{};
    const auto amount = value->is_string() ? parse_u128(value->get_ref<const std::string&>())
                                           : Result<u128>{u128{0}};
    if (!amount || *amount == 0 || *amount > static_cast<u128>(kI128Max)) {
        return wrong(name, "a positive whole number below 2^127, as a text");
    }
    return std::optional{*amount};
}

Result<std::optional<Milliseconds>> read_wait(const json& object, const char* name) {
    const auto* value = find(object, name);
    if (value == nullptr) return std::optional<Milliseconds>{};
    const bool is_whole = value->is_number_integer();
    const auto count = is_whole ? value->get<std::int64_t>() : -1;
    if (count < 0 || count > kWaitMaxMs) return wrong(name, "0 to 3600000 milliseconds");
    return std::optional{Milliseconds{count}};
}

void append_field(std::string& text, std::string_view name) {
    text.append(",\"").append(name).append("\":");
}

void append_amount(std::string& text, std::string_view name, u128 amount) {
    append_field(text, name);
    text.append("\"").append(to_text(amount)).append("\"");
}

void append_wait(
    std::string& text, std::string_view name, const std::optional<Milliseconds>& wait
) {
    if (!wait) return;
    append_field(text, name);
    text += std::to_string(wait->count());
}

/// The opening of an event up to where its own fields begin, and what closes it.
std::string open_event(const Envelope& envelope, bool with_subscription) {
    std::string text = R"({"jsonrpc":"2.0","method":)";
    text += envelope.flat ? R"("subscribe","params":{)" : R"("event","params":{)";
    if (with_subscription) {
        text += "\"subscription\":";
        append_json_text(text, envelope.subscription);
        text += ",";
    }
    if (!envelope.flat) text += "\"data\":{";
    return text;
}

}  // namespace

Result<QuoteRequest> read_quote_request(const json& parameter) {
    if (!parameter.is_object()) return wrong("the parameter", "an object");
    QuoteRequest request;
    auto in = read_text(parameter, "defuse_asset_identifier_in");
    if (!in) return in.failure();
    auto out = read_text(parameter, "defuse_asset_identifier_out");
    if (!out) return out.failure();
    request.asset_in = *std::move(in);
    request.asset_out = *std::move(out);
    if (request.asset_in == request.asset_out) return wrong("the assets", "two");

    const auto exact_in = read_amount(parameter, "exact_amount_in");
    if (!exact_in) return exact_in.failure();
    const auto exact_out = read_amount(parameter, "exact_amount_out");
    if (!exact_out) return exact_out.failure();
    if (exact_in->has_value() == exact_out->has_value()) {
        return wrong("exact_amount_in or exact_amount_out", "given, and only one of them");
    }
    request.exact_in = *exact_in;
    request.exact_out = *exact_out;

    const auto deadline = read_wait(parameter, "min_deadline_ms");
    if (!deadline) return deadline.failure();
    if (*deadline) request.min_deadline = **deadline;
    const auto min_wait = read_wait(parameter, "min_wait_ms");
    if (!min_wait) return min_wait.failure();
    request.min_wait = *min_wait;
    const auto max_wait = read_wait(parameter, "max_wait_ms");
    if (!max_wait) return max_wait.failure();
    request.max_wait = *max_wait;
    if (find(parameter, "quote_id") != nullptr) {
        auto id = read_text(parameter, "quote_id");
        if (!id) return id.failure();
        request.quote_id = *std::move(id);
    }
    if (const auto* trusted = find(parameter, "trusted_metadata")) {
        if (!trusted->is_object()) return wrong("trusted_metadata", "an object");
        request.trusted_metadata = trusted->dump();
    }
    return request;
}

std::string quote_event_text(
    const QuoteRequest& request, const Envelope& envelope, Instant published
) {
    auto text = open_event(envelope, true);
    text.reserve(768);
    text += "\"quote_id\":";
    append_json_text(text, request.quote_id);
    append_field(text, "defuse_asset_identifier_in");
    append_json_text(text, request.asset_in);
    append_field(text, "defuse_asset_identifier_out");
    append_json_text(text, request.asset_out);
    if (request.exact_in) append_amount(text, "exact_amount_in", *request.exact_in);
    if (request.exact_out) append_amount(text, "exact_amount_out", *request.exact_out);
    append_wait(text, "min_deadline_ms", request.min_deadline);
    append_wait(text, "min_wait_ms", request.min_wait);
    append_wait(text, "max_wait_ms", request.max_wait);
    if (request.is_sub_leg) text += R"(,"protocol_fee_included":true)";
    if (!request.trusted_metadata.empty()) {
        append_field(text, "trusted_metadata");
        text += request.trusted_metadata;
    }
    if (!envelope.flat) {
        text += R"(},"metadata":{)";
        if (!request.partner_id.empty()) {
            text += "\"partner_id\":";
            append_json_text(text, request.partner_id);
            text += ",";
        }
        text.append("\"quote_timestamp\":\"").append(near::to_rfc3339(published)).append("\"}");
    }
    text += "}}";
    return text;
}

std::string status_event_text(
    const StatusEvent& status, StatusKind kind, const Envelope& envelope
) {
    // The documentation's sample of this event names no subscription.
    auto text = open_event(envelope, !envelope.flat);
    switch (kind) {
        case StatusKind::plain:
            break;
        case StatusKind::ready_to_settle:
            text += R"("event_type":"quote_ready_to_settle",)";
            break;
        case StatusKind::settled:
            text += R"("event_type":"quote_settle_successful",)";
            break;
        case StatusKind::failed:
            text += R"("event_type":"quote_settle_failed",)";
            break;
    }
    text.append("\"quote_hash\":\"").append(status.quote_hash);
    text.append("\",\"intent_hash\":\"").append(status.intent_hash);
    text.append("\",\"tx_hash\":\"").append(status.tx_hash).append("\"}}");
    if (!envelope.flat) text += "}";
    return text;
}

}  // namespace unrip::sandbox

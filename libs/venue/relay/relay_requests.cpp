#include "venue/relay/relay_requests.hpp"

#include "core/check.hpp"
#include "venue/json/json_value.hpp"

namespace unrip::venue {
namespace {

std::string request(std::uint64_t id, std::string_view method, std::string_view params) {
    std::string text = R"({"jsonrpc":"2.0","id":)";
    text += std::to_string(id);
    text += R"(,"method":")";
    text += method;
    text += R"(","params":[)";
    text += params;
    text += "]}";
    return text;
}

void append_tokens(std::string& text, std::string_view name, const std::vector<AssetId>& tokens) {
    if (tokens.empty()) return;
    text += text.size() > 1 ? ",\"" : "\"";
    text += name;
    text += "\":[";
    for (const auto& token : tokens) {
        if (&token != tokens.data()) text += ',';
        append_json_string(text, token.text());
    }
    text += ']';
}

std::string filter_object(const TokenFilter& filter) {
    std::string text = "{";
    append_tokens(text, "tokens_in", filter.tokens_in);
    append_tokens(text, "tokens_out", filter.tokens_out);
    return text + "}";
}

}  // namespace

std::string_view to_text(RelayStream stream) {
    switch (stream) {
        case RelayStream::quote:
            return "quote";
        case RelayStream::quote_status:
            return "quote_status";
        case RelayStream::quote_status_extended:
            return "quote_status_extended";
    }
    check(false, "a stream of no known name");
    return {};
}

std::string_view to_text(NoQuoteReason reason) {
    switch (reason) {
        case NoQuoteReason::no_liquidity:
            return "NO_LIQUIDITY";
        case NoQuoteReason::insufficient_amount:
            return "INSUFFICIENT_AMOUNT";
        case NoQuoteReason::unexpected_error:
            return "UNEXPECTED_ERROR";
        case NoQuoteReason::deadline_exceeded:
            return "DEADLINE_EXCEEDED";
        case NoQuoteReason::price_difference_too_large:
            return "PRICE_DIFFERENCE_TOO_LARGE";
        case NoQuoteReason::same_token:
            return "SAME_TOKEN";
        case NoQuoteReason::unsupported_tokens:
            return "UNSUPPORTED_TOKENS";
        case NoQuoteReason::market_limit:
            return "MARKET_LIMIT";
        case NoQuoteReason::stale_data:
            return "STALE_DATA";
    }
    check(false, "declining for no known reason");
    return {};
}

std::string subscribe_request(std::uint64_t id, RelayStream stream, const TokenFilter& filter) {
    auto params = json_string(to_text(stream));
    if (!filter.tokens_in.empty() || !filter.tokens_out.empty()) {
        params += "," + filter_object(filter);
    }
    return request(id, "subscribe", params);
}

std::string subscribe_guaranteed_request(std::uint64_t id, RelayStream stream) {
    return request(id, "subscribe", json_string(to_text(stream)) + ",null,true");
}

std::string unsubscribe_request(std::uint64_t id, std::string_view subscription) {
    return request(id, "unsubscribe", json_string(subscription));
}

std::string acknowledge_request(
    std::uint64_t id, std::string_view subscription, std::uint64_t seq
) {
    return request(id, "acknowledge", json_string(subscription) + "," + std::to_string(seq));
}

std::string quote_response_request(std::uint64_t id, std::string_view params_object) {
    return request(id, "quote_response", params_object);
}

std::string no_quote_params(const NoQuote& no_quote) {
    std::string text = R"({"quote_id":)" + json_string(no_quote.quote_id.text());
    text += R"(,"quote_output":{"type":")";
    text += to_text(no_quote.reason);
    text += '"';
    if (no_quote.min_amount) {
        text += R"(,"min_amount":")" + no_quote.min_amount->to_string() + "\"";
    }
    if (no_quote.time_to_liquidity) {
        text += R"(,"time_to_liquidity_ms":)" + std::to_string(no_quote.time_to_liquidity->count());
    }
    return text + "}}";
}

}  // namespace unrip::venue

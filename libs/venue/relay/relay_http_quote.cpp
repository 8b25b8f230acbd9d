#include "venue/json/exact_number.hpp"
#include "venue/json/rpc_answer.hpp"
#include "venue/relay/relay_http.hpp"

namespace unrip::venue {
namespace {

void append_duration(
    std::string& text, std::string_view name, std::optional<Milliseconds> duration
) {
    if (!duration) return;
    text += ",\"";
    text += name;
    text += "\":" + std::to_string(duration->count());
}

Result<AssetId> read_asset(const JsonValue& entry, std::string_view name) {
    return AssetId::parse(text_or_empty(entry, name));
}

Result<Amount> read_amount(const JsonValue& entry, std::string_view name) {
    return Amount::parse(text_or_empty(entry, name));
}

std::optional<TakerOffer> read_offer(const JsonValue& entry) {
    auto asset_in = read_asset(entry, "defuse_asset_identifier_in");
    auto asset_out = read_asset(entry, "defuse_asset_identifier_out");
    const auto amount_in = read_amount(entry, "amount_in");
    const auto amount_out = read_amount(entry, "amount_out");
    auto hash = text_or_empty(entry, "quote_hash");
    if (hash.empty() || !asset_in || !asset_out || !amount_in || !amount_out) return std::nullopt;
    return TakerOffer{
        .quote_hash = QuoteHash{std::move(hash)},
        .asset_in = std::move(*asset_in),
        .asset_out = std::move(*asset_out),
        .amount_in = *amount_in,
        .amount_out = *amount_out,
        .expiration_time = text_or_empty(entry, "expiration_time"),
        .solver_id = text_or_empty(entry, "solver_id"),
    };
}

void read_entry(const JsonValue& entry, TakerQuotes& quotes) {
    if (auto offer = read_offer(entry)) {
        quotes.offers.push_back(std::move(*offer));
    } else if (entry.text("type") != nullptr && entry.find("quote_hash") == nullptr) {
        ++quotes.refusals;
        const auto minimum = read_amount(entry, "min_amount");
        if (minimum) quotes.min_amount = std::max(quotes.min_amount.value_or(Amount{}), *minimum);
    } else {
        ++quotes.unreadable;
    }
}

bool fits(const TakerOffer& offer, const TakerQuoteRequest& request) {
    const auto fixed = request.fixed_side == FixedSide::in ? offer.amount_in : offer.amount_out;
    return offer.asset_in == request.asset_in && offer.asset_out == request.asset_out &&
           fixed == request.fixed_amount;
}

bool better(const TakerOffer& one, const TakerOffer& other, FixedSide fixed_side) {
    return fixed_side == FixedSide::in ? one.amount_out > other.amount_out
                                       : one.amount_in < other.amount_in;
}

}  // namespace

std::string quote_http_request(std::string_view id, const TakerQuoteRequest& request) {
    std::string params = R"({"defuse_asset_identifier_in":)" + json_string(request.asset_in.text());
    params += R"(,"defuse_asset_identifier_out":)" + json_string(request.asset_out.text());
    params += request.fixed_side == FixedSide::in ? R"(,"exact_amount_in":")"
                                                  : R"(,"exact_amount_out":")";
    params += request.fixed_amount.to_string() + '"';
    append_duration(params, "min_deadline_ms", request.min_deadline);
    append_duration(params, "min_wait_ms", request.min_wait);
    append_duration(params, "max_wait_ms", request.max_wait);
    if (!request.quote_id.empty()) params += R"(,"quote_id":)" + json_string(request.quote_id);
    return rpc_request(id, "quote", params + '}');
}

Result<TakerQuotes> decode_taker_quotes(std::string_view body) {
    const auto result = rpc_result(body);
    if (!result) return result.failure();
    TakerQuotes quotes;
    if (result->is_null()) return quotes;
    const auto* entries = result->array();
    if (entries == nullptr) return fail(Error::Kind::malformed, "quotes that are no list");
    for (const auto& entry : *entries)
        read_entry(entry, quotes);
    return quotes;
}

const TakerOffer* best_offer(const TakerQuotes& quotes, const TakerQuoteRequest& request) {
    const TakerOffer* best = nullptr;
    for (const auto& offer : quotes.offers) {
        if (!fits(offer, request)) continue;
        if (best == nullptr || better(offer, *best, request.fixed_side)) best = &offer;
    }
    return best;
}

}  // namespace unrip::venue

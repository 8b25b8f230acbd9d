#include "vectors/registry.hpp"
#include "vectors/venue/json_text.hpp"
#include "venue/relay/relay_frame.hpp"
#include "venue/relay/relay_in_flight.hpp"
#include "venue/relay/relay_requests.hpp"

#include <gtest/gtest.h>

namespace unrip::vectors {
namespace {

using nlohmann::json;

void put_text(json& object, const char* name, const std::string& text) {
    if (!text.empty()) object[name] = text;
}

void put_count(json& object, const char* name, const std::optional<Milliseconds>& duration) {
    if (duration) object[name] = duration->count();
}

json show(const venue::RelayMetadata& metadata) {
    auto object = json::object();
    put_text(object, "traceparent", metadata.traceparent);
    put_text(object, "partner_id", metadata.partner_id);
    put_text(object, "quote_timestamp", metadata.quote_timestamp);
    return object;
}

json show(const venue::TrustedMetadata& trusted) {
    auto object = json::object();
    put_text(object, "source", trusted.source);
    put_text(object, "partner_id", trusted.partner_id);
    put_text(object, "quote_type", trusted.quote_type);
    if (trusted.dry) object["quote_request_data"]["dry"] = *trusted.dry;
    if (!trusted.slippage_tolerance.empty()) {
        object["quote_request_data"]["slippageTolerance"] = parsed(trusted.slippage_tolerance);
    }
    if (trusted.upstream_metadata) object["upstream_metadata"] = show(*trusted.upstream_metadata);
    if (trusted.upstream) object["upstream_trusted_metadata"] = show(*trusted.upstream);
    return object;
}

json show(const venue::RelayQuoteRequest& request) {
    auto object = json::object();
    object["quote_id"] = request.quote_id.text();
    object["defuse_asset_identifier_in"] = request.asset_in.text();
    object["defuse_asset_identifier_out"] = request.asset_out.text();
    const bool fixes_in = request.fixed_side == venue::FixedSide::in;
    object[fixes_in ? "exact_amount_in" : "exact_amount_out"] = request.fixed_amount_text;
    put_count(object, "min_deadline_ms", request.min_deadline);
    put_count(object, "min_wait_ms", request.min_wait);
    put_count(object, "max_wait_ms", request.max_wait);
    put_count(object, "wait_ms", request.wait);
    if (request.protocol_fee_included) {
        object["protocol_fee_included"] = *request.protocol_fee_included;
    }
    if (request.trusted_metadata) object["trusted_metadata"] = show(*request.trusted_metadata);
    return object;
}

std::string raw_of(const Case& given) {
    return given.data.at("raw").get<std::string>();
}

void check_quote(const Case& given) {
    const auto frame = venue::decode_relay_frame(raw_of(given));
    const auto* event = std::get_if<venue::RelayQuoteEvent>(&frame);
    ASSERT_NE(event, nullptr);
    const auto& expect = given.data.at("expect");
    EXPECT_EQ(show(event->request), expect.at("quote"));
    EXPECT_EQ(event->metadata ? show(*event->metadata) : json{}, expect.at("metadata"));
}

void check_quote_invalid(const Case& given) {
    const auto frame = venue::decode_relay_frame(raw_of(given));
    EXPECT_TRUE(std::holds_alternative<venue::IgnoredFrame>(frame));
}

/// Nothing may come of it: neither an event nor the end of a request.
void check_garbage(const Case& given) {
    const auto frame = venue::decode_relay_frame(raw_of(given));
    if (const auto* answer = std::get_if<venue::RelayAnswer>(&frame)) {
        venue::RelayInFlight in_flight{1};
        EXPECT_TRUE(in_flight.settle(*answer).has_value());
        return;
    }
    EXPECT_TRUE(std::holds_alternative<venue::IgnoredFrame>(frame));
}

json show(const venue::RelayStatusEvent& event) {
    auto object = json::object();
    object["event"] = event.step ? "quote_status_extended" : "quote_status";
    if (event.step) object["event_type"] = venue::to_text(*event.step);
    put_text(object, "quote_hash", event.quote_hash.text());
    put_text(object, "intent_hash", event.intent_hash);
    put_text(object, "tx_hash", event.tx_hash);
    if (event.seq) {
        object["seq"] = *event.seq;
        auto request = parsed(venue::acknowledge_request(1, event.subscription, *event.seq));
        request.erase("jsonrpc");
        request.erase("id");
        object["acknowledge"] = request;
    }
    return object;
}

void check_quote_status(const Case& given) {
    const auto frame = venue::decode_relay_frame(raw_of(given));
    const auto* event = std::get_if<venue::RelayStatusEvent>(&frame);
    ASSERT_NE(event, nullptr);
    EXPECT_EQ(show(*event), given.data.at("expect"));
}

void check_response(const Case& given) {
    const auto frame = venue::decode_relay_frame(raw_of(given));
    const auto* answer = std::get_if<venue::RelayAnswer>(&frame);
    ASSERT_NE(answer, nullptr);
    const auto& expect = given.data.at("expect");
    EXPECT_EQ(answer->id, expect.at("id").get<std::uint64_t>());
    ASSERT_EQ(answer->ok, expect.at("ok").get<bool>());
    if (answer->ok) {
        EXPECT_EQ(parsed(answer->result.to_text()), expect.at("result"));
        return;
    }
    EXPECT_EQ(answer->message, expect.at("message").get<std::string>());
    EXPECT_EQ(venue::to_text(answer->refusal), expect.at("class").get<std::string>());
}

std::vector<AssetId> assets_of(const json& filter, const char* name) {
    std::vector<AssetId> assets;
    for (const auto& text : filter.value(name, json::array())) {
        const auto asset = AssetId::parse(text.get<std::string>());
        EXPECT_TRUE(asset) << text;
        if (asset) assets.push_back(*asset);
    }
    return assets;
}

venue::RelayStream stream_of(const std::string& name) {
    for (const auto stream :
         {venue::RelayStream::quote,
          venue::RelayStream::quote_status,
          venue::RelayStream::quote_status_extended}) {
        if (venue::to_text(stream) == name) return stream;
    }
    ADD_FAILURE() << "no stream " << name;
    return venue::RelayStream::quote;
}

void check_subscribe(const Case& given) {
    const auto& wanted = given.data.at("json");
    const auto& params = wanted.at("params");
    const auto id = wanted.at("id").get<std::uint64_t>();
    const auto stream = stream_of(params.at(0).get<std::string>());
    if (params.size() > 2 && params.at(2) == true) {
        EXPECT_EQ(parsed(venue::subscribe_guaranteed_request(id, stream)), wanted);
        return;
    }
    venue::TokenFilter filter;
    if (params.size() > 1 && params.at(1).is_object()) {
        filter.tokens_in = assets_of(params.at(1), "tokens_in");
        filter.tokens_out = assets_of(params.at(1), "tokens_out");
    }
    EXPECT_EQ(parsed(venue::subscribe_request(id, stream, filter)), wanted);
}

void check_acknowledge(const Case& given) {
    const auto& wanted = given.data.at("json");
    const auto text = venue::acknowledge_request(
        wanted.at("id").get<std::uint64_t>(),
        wanted.at("params").at(0).get<std::string>(),
        wanted.at("params").at(1).get<std::uint64_t>()
    );
    EXPECT_EQ(parsed(text), wanted);
}

void check_unsubscribe(const Case& given) {
    const auto& wanted = given.data.at("json");
    const auto text = venue::unsubscribe_request(
        wanted.at("id").get<std::uint64_t>(), wanted.at("params").at(0).get<std::string>()
    );
    EXPECT_EQ(parsed(text), wanted);
}

std::string no_quote_params_of(const json& params) {
    venue::NoQuote no_quote;
    no_quote.quote_id = QuoteId{params.at("quote_id").get<std::string>()};
    const auto& output = params.at("quote_output");
    for (int reason = 0; reason <= static_cast<int>(venue::NoQuoteReason::stale_data); ++reason) {
        const auto candidate = static_cast<venue::NoQuoteReason>(reason);
        if (venue::to_text(candidate) == output.at("type")) no_quote.reason = candidate;
    }
    if (output.contains("min_amount")) {
        no_quote.min_amount = *Amount::parse(output.at("min_amount").get<std::string>());
    }
    if (output.contains("time_to_liquidity_ms")) {
        no_quote.time_to_liquidity =
            Milliseconds{output.at("time_to_liquidity_ms").get<std::int64_t>()};
    }
    return venue::no_quote_params(no_quote);
}

/// Declining, or a signed answer whose params travel untouched.
void check_quote_response(const Case& given) {
    const auto& wanted = given.data.at("json");
    const auto& params = wanted.at("params").at(0);
    const auto text = params.contains("signed_data") ? params.dump() : no_quote_params_of(params);
    const auto id = wanted.at("id").get<std::uint64_t>();
    EXPECT_EQ(parsed(venue::quote_response_request(id, text)), wanted);
}

const bool kKnown = register_kind("relay_messages", "quote", check_quote) &&
                    register_kind("relay_messages", "quote_invalid", check_quote_invalid) &&
                    register_kind("relay_messages", "garbage", check_garbage) &&
                    register_kind("relay_messages", "quote_status", check_quote_status) &&
                    register_kind("relay_messages", "response", check_response) &&
                    register_kind("relay_messages", "subscribe", check_subscribe) &&
                    register_kind("relay_messages", "acknowledge", check_acknowledge) &&
                    register_kind("relay_messages", "unsubscribe", check_unsubscribe) &&
                    register_kind("relay_messages", "quote_response", check_quote_response);

}  // namespace
}  // namespace unrip::vectors

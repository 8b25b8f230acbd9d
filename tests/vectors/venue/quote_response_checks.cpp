#include "near/rfc3339.hpp"
#include "vectors/registry.hpp"
#include "vectors/venue/json_text.hpp"
#include "venue/relay/relay_frame.hpp"
#include "venue/relay/relay_requests.hpp"
#include "venue/relay/signed_quote.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace unrip::vectors {
namespace {

using nlohmann::json;

template <class Fixed>
Fixed bytes_of(const std::string& hex) {
    const auto bytes = near::parse_hex(hex);
    Fixed fixed{};
    EXPECT_TRUE(bytes && bytes->size() == fixed.size()) << hex;
    if (bytes && bytes->size() == fixed.size()) {
        std::copy(bytes->begin(), bytes->end(), fixed.begin());
    }
    return fixed;
}

Instant instant_at(const json& object, const char* name) {
    return from_unix_ms(std::stoll(object.at(name).get<std::string>()));
}

near::Nonce nonce_of(const json& nonce) {
    return near::encode(near::VersionedNonce{
        .salt = bytes_of<near::Salt>(nonce.at("salt_hex").get<std::string>()),
        .deadline = instant_at(nonce, "deadline_ms"),
        .random = bytes_of<near::NonceRandom>(nonce.at("random_hex").get<std::string>()),
    });
}

/// The event as it would have come over the socket.
std::string event_text(const json& quote) {
    const json event{
        {"jsonrpc", "2.0"},
        {"method", "event"},
        {"params", {{"subscription", "s"}, {"data", quote}}}};
    return event.dump();
}

venue::QuoteAnswer answer_to(const venue::RelayQuoteRequest& request, const json& data) {
    const auto& chosen = data.at("chosen");
    const auto& solver = data.at("solver");
    venue::QuoteAnswer answer;
    answer.quote_id = request.quote_id;
    answer.fixed_side = request.fixed_side;
    answer.asset_in = request.asset_in;
    answer.asset_out = request.asset_out;
    answer.amount_in = text_at(chosen, "amount_in", request.fixed_amount_text);
    answer.amount_out = text_at(chosen, "amount_out", request.fixed_amount_text);
    answer.signer_id = text_at(solver, "account_id");
    answer.verifier = text_at(solver, "contract");
    answer.deadline = instant_at(data, "deadline_ms");
    answer.nonce = nonce_of(data.at("nonce"));
    return answer;
}

void check_answer(const Case& given) {
    const auto frame = venue::decode_relay_frame(event_text(given.data.at("quote")));
    const auto* event = std::get_if<venue::RelayQuoteEvent>(&frame);
    ASSERT_NE(event, nullptr);
    EXPECT_EQ(event->request.fixed_side == venue::FixedSide::in, given.kind == "exact_in");

    const auto& solver = given.data.at("solver");
    const auto key = near::SecretKey::from_seed(
        bytes_of<std::array<std::uint8_t, 32>>(text_at(solver, "seed_hex"))
    );
    EXPECT_EQ(key.public_key().to_string(), text_at(solver, "public_key"));
    const auto answer = answer_to(event->request, given.data);
    EXPECT_EQ(near::to_text(answer.nonce), text_at(given.data.at("nonce"), "base64"));

    const auto signed_quote = venue::sign_quote(answer, key);
    ASSERT_TRUE(signed_quote) << signed_quote.error().detail;
    const auto& expect = given.data.at("expect");
    EXPECT_EQ(signed_quote->hash.text(), text_at(expect, "quote_hash"));
    EXPECT_EQ(parsed(signed_quote->params), expect.at("params"));

    const auto request = parsed(venue::quote_response_request(7, signed_quote->params));
    EXPECT_EQ(request.at("params").at(0), expect.at("params"));
    const auto signed_data = parsed(signed_quote->params).at("signed_data").dump();
    const auto read_back = near::parse_signed_nep413(signed_data);
    ASSERT_TRUE(read_back);
    EXPECT_TRUE(near::verify(*read_back));
    EXPECT_EQ(read_back->payload.message, text_at(expect, "message"));
}

const bool kKnown = register_kind("quote_response", "exact_in", check_answer) &&
                    register_kind("quote_response", "exact_out", check_answer);

}  // namespace
}  // namespace unrip::vectors

#include "answer.hpp"

#include "near/nep413.hpp"
#include "venue/relay/signed_quote.hpp"

#include <charconv>

namespace unrip::near_intents_ingest {
namespace {

messages::QuoteResponseReply reply_to(const messages::QuoteResponse& response) {
    messages::QuoteResponseReply reply;
    reply.command_id = response.command_id;
    reply.quote_id = response.quote_id;
    return reply;
}

}  // namespace

Result<std::string> relay_params_of(const messages::QuoteResponse& response) {
    const auto& data = response.signed_data;
    const auto nonce = near::parse_nonce(data.nonce);
    if (!nonce) return nonce.failure();
    auto public_key = near::PublicKey::parse(data.public_key);
    if (!public_key) return public_key.failure();
    auto signature = near::Signature::parse(data.signature);
    if (!signature) return signature.failure();

    near::Nep413Payload payload;
    payload.message = data.message;
    payload.nonce = *nonce;
    payload.recipient = data.recipient;
    if (near::quote_hash(payload) != response.quote_hash.text()) {
        return fail(
            Error::Kind::malformed, "the signed text does not hash to " + response.quote_hash.text()
        );
    }
    const near::SignedNep413 signed_payload{
        std::move(payload), std::move(*public_key), std::move(*signature)};
    const auto fixed = response.quote_output == messages::QuoteOutput::amount_out
                           ? venue::FixedSide::in
                           : venue::FixedSide::out;
    return venue::quote_response_params(
        response.quote_id, fixed, response.amount.to_string(), signed_payload
    );
}

std::optional<net::ConnectionId> connection_of(
    std::string_view instance, std::string_view connection_id
) {
    const auto begins_with_us = connection_id.size() > instance.size() + 1 &&
                                connection_id.substr(0, instance.size()) == instance &&
                                connection_id[instance.size()] == '-';
    if (!begins_with_us) return std::nullopt;
    const auto digits = connection_id.substr(instance.size() + 1);
    net::ConnectionId connection = 0;
    const auto* end = digits.data() + digits.size();
    const auto parsed = std::from_chars(digits.data(), end, connection);
    const bool is_number = parsed.ec == std::errc{} && parsed.ptr == end && connection != 0;
    if (!is_number) return std::nullopt;
    return connection;
}

messages::QuoteResponseReply not_sent(
    const messages::QuoteResponse& response, messages::RelayRejection why, std::string detail
) {
    auto reply = reply_to(response);
    reply.verdict = messages::ResponseVerdict::rejected;
    reply.rejection = why;
    reply.detail = std::move(detail);
    return reply;
}

messages::QuoteResponseReply verdict_of(
    const messages::QuoteResponse& response, const Result<venue::RelayAnswer>& answer
) {
    auto reply = reply_to(response);
    if (!answer) {
        reply.verdict = messages::ResponseVerdict::unknown;
        reply.detail = answer.error().detail;
        return reply;
    }
    if (answer->ok) {
        reply.verdict = messages::ResponseVerdict::accepted;
        return reply;
    }
    reply.verdict = messages::ResponseVerdict::rejected;
    reply.rejection = answer->refusal == venue::RelayRefusal::late
                          ? messages::RelayRejection::too_late
                          : messages::RelayRejection::relay_error;
    reply.detail = answer->message;
    return reply;
}

}  // namespace unrip::near_intents_ingest

// Reading signed payloads: others' quotes, samples, answers of simulations.

#include "near/nep413_json.hpp"

#include "near/json_in.hpp"
#include "near/nep413.hpp"

#include <nlohmann/json.hpp>

namespace unrip::near {

Result<Nep413Payload> read_nep413_payload(const nlohmann::json& value) {
    auto message = json_in::text(value, "message");
    const auto nonce_text = json_in::text(value, "nonce");
    auto recipient = json_in::text(value, "recipient");
    auto callback_url = json_in::optional_text(value, "callbackUrl");
    if (!message) return message.failure();
    if (!nonce_text) return nonce_text.failure();
    if (!recipient) return recipient.failure();
    if (!callback_url) return callback_url.failure();

    const auto nonce = parse_nonce(*nonce_text);
    if (!nonce) return nonce.failure();
    return Nep413Payload{
        *std::move(message), *nonce, *std::move(recipient), *std::move(callback_url)};
}

Result<Nep413Payload> parse_nep413_payload(std::string_view json) {
    const auto value = json_in::parse(json);
    if (!value) return value.failure();
    return read_nep413_payload(*value);
}

Result<SignedNep413> parse_signed_nep413(std::string_view json) {
    const auto value = json_in::parse(json);
    if (!value) return value.failure();

    const auto standard = json_in::text(*value, "standard");
    if (!standard || *standard != "nep413") {
        return fail(Error::Kind::malformed, "not a nep413 payload");
    }
    const auto* inner = json_in::find(*value, "payload");
    if (inner == nullptr) return fail(Error::Kind::malformed, "nothing was signed");
    auto payload = read_nep413_payload(*inner);
    if (!payload) return payload.failure();

    const auto key_text = json_in::text(*value, "public_key");
    if (!key_text) return key_text.failure();
    const auto key = PublicKey::parse(*key_text);
    if (!key) return key.failure();

    const auto signature_text = json_in::text(*value, "signature");
    if (!signature_text) return signature_text.failure();
    const auto signature = Signature::parse(*signature_text);
    if (!signature) return signature.failure();
    return SignedNep413{*std::move(payload), *key, *signature};
}

}  // namespace unrip::near

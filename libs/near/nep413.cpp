#include "near/nep413.hpp"

#include "near/base58.hpp"
#include "near/borsh.hpp"
#include "near/hash.hpp"
#include "near/json_text.hpp"

namespace unrip::near {
namespace {

constexpr std::uint32_t kTag = (1U << 31U) + 413;

}  // namespace

Bytes to_borsh(const Nep413Payload& payload) {
    BorshWriter writer;
    writer.reserve(64 + payload.message.size() + payload.recipient.size());
    writer.u32(kTag);
    writer.text(payload.message);
    writer.fixed(payload.nonce);
    writer.text(payload.recipient);
    writer.u8(payload.callback_url ? 1 : 0);
    if (payload.callback_url) writer.text(*payload.callback_url);
    return std::move(writer).bytes();
}

Hash prehash(const Nep413Payload& payload) {
    return sha256(to_borsh(payload));
}

SignedNep413 sign(Nep413Payload payload, const SecretKey& key) {
    auto signature = key.sign(prehash(payload));
    return {std::move(payload), key.public_key(), std::move(signature)};
}

bool verify(const SignedNep413& signed_payload) {
    return verify(
        signed_payload.public_key, prehash(signed_payload.payload), signed_payload.signature
    );
}

std::string quote_hash(const Nep413Payload& payload) {
    return to_base58(prehash(payload));
}

std::string to_json(const SignedNep413& signed_payload) {
    const auto& payload = signed_payload.payload;
    JsonObject inner;
    inner.text("message", payload.message)
        .text("nonce", to_text(payload.nonce))
        .text("recipient", payload.recipient);
    if (payload.callback_url) inner.text("callbackUrl", *payload.callback_url);

    JsonObject outer;
    outer.text("standard", "nep413")
        .raw("payload", std::move(inner).str())
        .text("public_key", signed_payload.public_key.to_string())
        .text("signature", signed_payload.signature.to_string());
    return std::move(outer).str();
}

}  // namespace unrip::near

#include "near/intent_hash.hpp"

#include "near/base64.hpp"
#include "near/hash.hpp"
#include "near/json_in.hpp"
#include "near/nep413_json.hpp"
#include "near/rfc3339.hpp"
#include "near/ton_address.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace unrip::near {
namespace {

using nlohmann::json;

/// TON writes its numbers most significant byte first.
template <class Number>
void append_big_endian(std::string& text, Number number) {
    for (std::size_t left = sizeof(Number); left-- > 0;) {
        text += static_cast<char>(number >> (left * 8));
    }
}

Result<Hash> hash_nep413(const json& signed_object) {
    const auto* inner = json_in::find(signed_object, "payload");
    if (inner == nullptr) return fail(Error::Kind::malformed, "nothing was signed");
    const auto payload = read_nep413_payload(*inner);
    if (!payload) return payload.failure();
    return prehash(*payload);
}

/// The wallets of Ethereum and TRON put a line of theirs and the length in bytes before the text.
Result<Hash> hash_with_length(const json& signed_object, std::string prefix) {
    const auto payload = json_in::text(signed_object, "payload");
    if (!payload) return payload.failure();
    prefix += std::to_string(payload->size()) + *payload;
    return keccak256(as_bytes(prefix));
}

Result<Hash> hash_plain(const json& signed_object, std::string prefix) {
    const auto payload = json_in::text(signed_object, "payload");
    if (!payload) return payload.failure();
    prefix += *payload;
    return sha256(as_bytes(prefix));
}

/// Seconds since 1970: a number, the same as a text, or RFC 3339.
Result<std::uint64_t> ton_timestamp(const json& signed_object) {
    if (const auto seconds = json_in::count(signed_object, "timestamp")) return *seconds;
    const auto text = json_in::text(signed_object, "timestamp");
    if (!text) return text.failure();

    if (const auto time = parse_rfc3339_ns(*text)) {
        if (*time < 0) return fail(Error::Kind::malformed, "a timestamp before 1970");
        return static_cast<std::uint64_t>(*time / 1'000'000'000);
    }
    std::uint64_t seconds = 0;
    const char* end = text->data() + text->size();
    const auto [stop, problem] = std::from_chars(text->data(), end, seconds);
    if (problem != std::errc{} || stop != end) {
        return fail(Error::Kind::malformed, "not a timestamp: " + text->substr(0, 40));
    }
    return seconds;
}

/// What kind of thing was signed in three letters, its length and itself.
Result<std::string> ton_content(const json& signed_object) {
    const auto* inner = json_in::find(signed_object, "payload");
    if (inner == nullptr) return fail(Error::Kind::malformed, "nothing was signed");
    const auto type = json_in::text(*inner, "type");
    if (!type) return type.failure();

    std::string content;
    if (*type == "text") {
        const auto text = json_in::text(*inner, "text");
        if (!text) return text.failure();
        content = *text;
    } else if (*type == "binary") {
        const auto text = json_in::text(*inner, "bytes");
        const auto bytes = parse_base64(text ? *text : "*");
        if (!bytes) return bytes.failure();
        content = as_text(*bytes);
    } else {
        return fail(Error::Kind::malformed, "unknown TON payload: " + type->substr(0, 40));
    }
    std::string framed = *type == "text" ? "txt" : "bin";
    append_big_endian(framed, static_cast<std::uint32_t>(content.size()));
    return framed + content;
}

Result<Hash> hash_ton_connect(const json& signed_object) {
    const auto address_text = json_in::text(signed_object, "address");
    const auto domain = json_in::text(signed_object, "domain");
    const auto timestamp = ton_timestamp(signed_object);
    const auto content = ton_content(signed_object);
    if (!address_text) return address_text.failure();
    if (!domain) return domain.failure();
    if (!timestamp) return timestamp.failure();
    if (!content) return content.failure();
    const auto address = parse_ton_address(*address_text);
    if (!address) return address.failure();

    std::string text = "\xff\xffton-connect/sign-data/";
    append_big_endian(text, static_cast<std::uint32_t>(address->workchain));
    text += as_text(address->account);
    append_big_endian(text, static_cast<std::uint32_t>(domain->size()));
    text += *domain;
    append_big_endian(text, *timestamp);
    text += *content;
    return sha256(as_bytes(text));
}

}  // namespace

Result<Hash> intent_hash(std::string_view multi_payload_json) {
    const auto signed_object = json_in::parse(multi_payload_json);
    if (!signed_object) return signed_object.failure();
    const auto standard = json_in::text(*signed_object, "standard");
    if (!standard) return standard.failure();

    if (*standard == "nep413") return hash_nep413(*signed_object);
    if (*standard == "erc191") {
        return hash_with_length(
            *signed_object,
            "\x19"
            "Ethereum Signed Message:\n"
        );
    }
    if (*standard == "tip191") {
        return hash_with_length(
            *signed_object,
            "\x19"
            "TRON Signed Message:\n"
        );
    }
    if (*standard == "raw_ed25519" || *standard == "webauthn") {
        return hash_plain(*signed_object, "");
    }
    if (*standard == "sep53") return hash_plain(*signed_object, "Stellar Signed Message:\n");
    if (*standard == "ton_connect") return hash_ton_connect(*signed_object);
    return fail(Error::Kind::malformed, "unknown standard: " + standard->substr(0, 40));
}

}  // namespace unrip::near

#include "chain/signed_intent.hpp"

#include "near/base58.hpp"
#include "near/hash.hpp"
#include "near/rfc3339.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace unrip::sandbox {
namespace {

using nlohmann::json;

const json* find(const json& object, const char* key) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

const std::string* text_in(const json& object, const char* key) {
    const auto* value = find(object, key);
    return value != nullptr && value->is_string() ? &value->get_ref<const std::string&>() : nullptr;
}

/// Absent and null are the same; anything but a text is not.
bool read_optional(const json& object, const char* key, std::optional<std::string>& into) {
    const auto* value = find(object, key);
    if (value == nullptr || value->is_null()) return true;
    if (!value->is_string()) return false;
    into = value->get<std::string>();
    return true;
}

std::size_t count_keys(const json& value) {
    if (!value.is_structured()) return 0;
    std::size_t keys = value.is_object() ? value.size() : 0;
    for (const auto& member : value)
        keys += count_keys(member);
    return keys;
}

/// A text that names the same key twice in one object means two things, so it means none.
std::optional<json> parse_strictly(std::string_view text) {
    std::size_t keys_seen = 0;
    const auto count = [&](int, json::parse_event_t event, const json&) {
        if (event == json::parse_event_t::key) ++keys_seen;
        return true;
    };
    auto value = json::parse(text, count, false);
    if (value.is_discarded() || count_keys(value) != keys_seen) return std::nullopt;
    return value;
}

void append_u32(near::Bytes& bytes, std::uint32_t value) {
    for (unsigned shift = 0; shift < 32; shift += 8)
        bytes.push_back(static_cast<std::uint8_t>(value >> shift));
}

void append_text(near::Bytes& bytes, std::string_view text) {
    append_u32(bytes, static_cast<std::uint32_t>(text.size()));
    bytes.insert(bytes.end(), text.begin(), text.end());
}

/// NEP-413: the tag 2^31 + 413, the message, the nonce without a length, the recipient, and whether
/// there is a callback URL.
near::Hash hash_of(
    std::string_view message,
    const near::Nonce& nonce,
    std::string_view recipient,
    const std::optional<std::string>& callback_url
) {
    near::Bytes bytes;
    bytes.reserve(48 + message.size() + recipient.size());
    append_u32(bytes, 0x8000'019d);
    append_text(bytes, message);
    bytes.insert(bytes.end(), nonce.begin(), nonce.end());
    append_text(bytes, recipient);
    bytes.push_back(callback_url ? 1 : 0);
    if (callback_url) append_text(bytes, *callback_url);
    return near::sha256(bytes);
}

Verdict read_diff(const json& value, TokenDiffIntent& into) {
    const auto* diff = find(value, "diff");
    if (diff == nullptr || !diff->is_object()) {
        return refuse(Refusal::message_malformed, "a token_diff without diff");
    }
    for (const auto& [token, amount] : diff->items()) {
        const auto* text = amount.get_ptr<const std::string*>();
        const auto delta = text != nullptr ? parse_i128(*text) : Result<i128>{i128{0}};
        if (text == nullptr || !delta) {
            return refuse(Refusal::amount_malformed, token + ": " + amount.dump());
        }
        into.diff.emplace_back(token, *delta);
    }
    std::optional<std::string> memo;
    std::optional<std::string> referral;
    if (!read_optional(value, "memo", memo) || !read_optional(value, "referral", referral)) {
        return refuse(Refusal::message_malformed, "a memo or referral that is no text");
    }
    into.memo = memo.value_or("");
    into.referral = referral.value_or("");
    return {};
}

Verdict read_intent(const json& value, std::vector<Intent>& into) {
    const auto* name = text_in(value, "intent");
    if (name == nullptr) return refuse(Refusal::message_malformed, "an intent without a name");
    if (*name == "token_diff") {
        TokenDiffIntent diff;
        auto verdict = read_diff(value, diff);
        if (verdict.ok()) into.emplace_back(std::move(diff));
        return verdict;
    }
    if (*name == "ft_withdraw") {
        auto withdraw = read_withdraw(value);
        if (!withdraw) return refuse(Refusal::message_malformed, "an ft_withdraw: " + value.dump());
        into.emplace_back(*std::move(withdraw));
        return {};
    }
    into.emplace_back(OtherIntent{*name});
    return {};
}

/// Key and signature; both on ed25519, the only curve of nep413.
bool read_proof(const json& value, SignatureProof& proof) {
    const auto* key_text = text_in(value, "public_key");
    const auto* signature_text = text_in(value, "signature");
    if (key_text == nullptr || signature_text == nullptr) return false;
    const auto key = near::PublicKey::parse(*key_text);
    const auto signature = near::Signature::parse(*signature_text);
    if (!key || !signature) return false;
    if (key->curve() != near::Curve::ed25519 || signature->curve() != near::Curve::ed25519) {
        return false;
    }
    std::copy(key->bytes().begin(), key->bytes().end(), proof.key.begin());
    std::copy(signature->bytes().begin(), signature->bytes().end(), proof.signature.begin());
    return true;
}

ReadIntent refused(Refusal refusal, std::string detail) {
    return {std::nullopt, refuse(refusal, std::move(detail))};
}

}  // namespace

bool fits(const SignatureProof& proof) {
    return near::verify(
        near::PublicKey::ed25519(proof.key), proof.hash, near::Signature::ed25519(proof.signature)
    );
}

std::optional<WithdrawIntent> read_withdraw(const json& value) {
    const auto* token = text_in(value, "token");
    const auto* receiver = text_in(value, "receiver_id");
    const auto* amount_text = text_in(value, "amount");
    if (token == nullptr || receiver == nullptr || amount_text == nullptr) return std::nullopt;
    const auto amount = parse_u128(*amount_text);
    WithdrawIntent withdraw{*token, *receiver, amount ? *amount : 0, {}, {}};
    if (!amount || !read_optional(value, "memo", withdraw.memo) ||
        !read_optional(value, "msg", withdraw.msg)) {
        return std::nullopt;
    }
    return withdraw;
}

Verdict read_message(std::string_view message, SignedIntent& into) {
    const auto value = parse_strictly(message);
    if (!value) return refuse(Refusal::message_malformed, "no JSON, or a key that stands twice");
    const auto* signer = text_in(*value, "signer_id");
    const auto* deadline_text = text_in(*value, "deadline");
    const auto* intents = find(*value, "intents");
    if (signer == nullptr || deadline_text == nullptr || intents == nullptr ||
        !intents->is_array()) {
        return refuse(Refusal::message_malformed, "signer_id, deadline and intents are expected");
    }
    const auto deadline = near::parse_rfc3339(*deadline_text);
    if (!deadline) return refuse(Refusal::message_malformed, "the deadline " + *deadline_text);

    into.signer_id = *signer;
    into.deadline = *deadline;
    for (const auto& intent : *intents) {
        if (auto verdict = read_intent(intent, into.intents); !verdict.ok()) return verdict;
    }
    return {};
}

ReadIntent read_signed_intent(std::string_view text) {
    const auto value = json::parse(text, nullptr, false);
    if (value.is_discarded()) return refused(Refusal::malformed, "no JSON");
    return read_signed_intent(value);
}

ReadIntent read_signed_intent(const json& value) {
    const auto* standard = text_in(value, "standard");
    if (standard == nullptr) return refused(Refusal::malformed, "no standard");
    if (*standard != "nep413") return refused(Refusal::standard_unsupported, *standard);

    const auto* payload = find(value, "payload");
    const auto* message = payload == nullptr ? nullptr : text_in(*payload, "message");
    const auto* nonce_text = payload == nullptr ? nullptr : text_in(*payload, "nonce");
    const auto* recipient = payload == nullptr ? nullptr : text_in(*payload, "recipient");
    std::optional<std::string> callback_url;
    if (message == nullptr || nonce_text == nullptr || recipient == nullptr ||
        !read_optional(*payload, "callbackUrl", callback_url)) {
        return refused(Refusal::malformed, "message, nonce and recipient are expected");
    }
    const auto nonce = near::parse_nonce(*nonce_text);
    if (!nonce) return refused(Refusal::malformed, "the nonce: " + nonce.error().detail);

    SignedIntent intent;
    if (!read_proof(value, intent.proof)) {
        return refused(Refusal::malformed, "public_key and signature on ed25519 are expected");
    }
    intent.nonce = *nonce;
    intent.recipient = *recipient;
    intent.proof.hash = hash_of(*message, *nonce, *recipient, callback_url);
    intent.hash = near::to_base58(intent.proof.hash);
    auto verdict = read_message(*message, intent);
    return {std::move(intent), std::move(verdict)};
}

}  // namespace unrip::sandbox

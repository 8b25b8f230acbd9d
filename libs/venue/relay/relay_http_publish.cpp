#include "venue/json/rpc_answer.hpp"
#include "venue/relay/relay_http.hpp"

#include <cctype>

namespace unrip::venue {
namespace {

std::string hash_list(const std::vector<QuoteHash>& quotes) {
    std::string text = "[";
    for (const auto& quote : quotes) {
        if (&quote != quotes.data()) text += ',';
        append_json_string(text, quote.text());
    }
    return text + "]";
}

bool has_word(std::string_view text, std::string_view word) {
    const auto is_letter = [&](std::size_t at) {
        return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
    };
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const bool begins = at == 0 || !is_letter(at - 1);
        if (begins && !is_letter(at + word.size())) return true;
    }
    return false;
}

std::vector<std::string> read_hashes(const JsonValue& result) {
    std::vector<std::string> hashes;
    if (const auto* one = result.text("intent_hash")) hashes.push_back(*one);
    const auto* listed = result.find("intent_hashes");
    if (listed == nullptr || listed->array() == nullptr) return hashes;
    for (const auto& entry : *listed->array()) {
        if (const auto* hash = entry.string()) hashes.push_back(*hash);
    }
    return hashes;
}

}  // namespace

std::string publish_intent_http_request(
    std::string_view id, const std::vector<QuoteHash>& quotes, std::string_view signed_data
) {
    std::string params = R"({"quote_hashes":)" + hash_list(quotes) + R"(,"signed_data":)";
    params += signed_data;
    return rpc_request(id, "publish_intent", params + '}');
}

std::string publish_intents_http_request(
    std::string_view id,
    const std::vector<QuoteHash>& quotes,
    const std::vector<std::string>& signed_datas
) {
    std::string params = R"({"quote_hashes":)" + hash_list(quotes) + R"(,"signed_datas":[)";
    for (const auto& signed_data : signed_datas) {
        if (&signed_data != signed_datas.data()) params += ',';
        params += signed_data;
    }
    return rpc_request(id, "publish_intents", params + "]}");
}

std::string_view to_text(PublishFailure failure) {
    switch (failure) {
        case PublishFailure::signature_expired:
            return "SIGNATURE_EXPIRED";
        case PublishFailure::internal_error:
            return "INTERNAL_ERROR";
        case PublishFailure::signature_invalid:
            return "SIGNATURE_INVALID";
        case PublishFailure::nonce_used:
            return "NONCE_USED";
        case PublishFailure::insufficient_balance:
            return "INSUFFICIENT_BALANCE";
        case PublishFailure::public_key_not_exist:
            return "PUBLIC_KEY_NOT_EXIST";
        case PublishFailure::invalid_salt:
            return "INVALID_SALT";
        case PublishFailure::unknown_error:
            break;
    }
    return "UNKNOWN_ERROR";
}

PublishFailure classify_publish_reason(std::string_view reason) {
    const auto says = [&](std::string_view words) {
        return reason.find(words) != std::string_view::npos;
    };
    if (has_word(reason, "expired")) return PublishFailure::signature_expired;
    if (says("invalid signature")) return PublishFailure::signature_invalid;
    if (says("nonce was already used")) return PublishFailure::nonce_used;
    if (says("insufficient balance or overflow")) return PublishFailure::insufficient_balance;
    if (says("public key") && says("doesn't exist")) return PublishFailure::public_key_not_exist;
    if (says("invalid salt")) return PublishFailure::invalid_salt;
    if (says("internal")) return PublishFailure::internal_error;
    return PublishFailure::unknown_error;
}

Result<Published> decode_published(std::string_view body) {
    const auto result = rpc_result(body);
    if (!result) return result.failure();
    const auto* status = result->text("status");
    if (status == nullptr) return fail(Error::Kind::malformed, "published without a status");
    Published published;
    published.intent_hashes = read_hashes(*result);
    published.reason = text_or_empty(*result, "reason");
    published.ok =
        *status == "OK" || published.reason.find("already processed") != std::string::npos;
    if (!published.ok) published.failure = classify_publish_reason(published.reason);
    return published;
}

}  // namespace unrip::venue

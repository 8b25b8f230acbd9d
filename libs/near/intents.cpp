#include "near/intents.hpp"

#include "near/account_id.hpp"
#include "near/json_text.hpp"
#include "near/rfc3339.hpp"

namespace unrip::near {
namespace {

Failure invalid(std::string why) {
    return fail(Error::Kind::refused, "invalid intent: " + std::move(why));
}

bool names_twice(const std::vector<Delta>& diff) {
    for (std::size_t later = 1; later < diff.size(); ++later) {
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            if (diff[later].token == diff[earlier].token) return true;
        }
    }
    return false;
}

Result<void> examine(const TokenDiff& intent) {
    if (intent.diff.empty()) return invalid("an empty diff");
    if (names_twice(intent.diff)) return invalid("a token is named twice");
    for (const auto& delta : intent.diff) {
        if (delta.amount == 0) return invalid("a zero delta");
        if (const auto id = parse_token_id(delta.token.text()); !id) return id.failure();
    }
    if (intent.memo && !is_utf8(*intent.memo)) return invalid("a memo that is not UTF-8");
    if (intent.referral && !is_account_id(*intent.referral)) return invalid("the referral");
    return {};
}

std::string diff_json(const std::vector<Delta>& diff) {
    JsonObject object;
    for (const auto& delta : diff)
        object.text(delta.token.text(), unrip::to_text(delta.amount));
    return std::move(object).str();
}

}  // namespace

Result<i128> parse_delta(std::string_view text) {
    return parse_i128(text);
}

Result<std::string> token_diff_message(
    std::string_view signer_id, Instant deadline, const TokenDiff& intent
) {
    if (const auto examined = examine(intent); !examined) return examined.failure();

    JsonObject object;
    object.text("intent", "token_diff").raw("diff", diff_json(intent.diff));
    if (intent.memo) object.text("memo", *intent.memo);
    if (intent.referral) object.text("referral", *intent.referral);
    return intents_message(signer_id, deadline, "[" + std::move(object).str() + "]");
}

Result<std::string> empty_message(std::string_view signer_id, Instant deadline) {
    return intents_message(signer_id, deadline, "[]");
}

Result<std::string> intents_message(
    std::string_view signer_id, Instant deadline, std::string_view intents_json
) {
    if (!is_account_id(signer_id)) return invalid("the signer is no account id");
    JsonObject object;
    object.text("signer_id", signer_id)
        .text("deadline", to_rfc3339(deadline))
        .raw("intents", intents_json);
    return std::move(object).str();
}

}  // namespace unrip::near

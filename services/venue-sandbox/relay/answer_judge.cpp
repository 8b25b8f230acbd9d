#include "relay/answer_judge.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>
#include <variant>

namespace unrip::sandbox {
namespace {

using nlohmann::json;

const json* find(const json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

/// False when something stands there that is no amount.
bool read_amount(const json& output, const char* name, std::optional<u128>& into) {
    const auto* value = find(output, name);
    if (value == nullptr) return true;
    const auto* digits = value->get_ptr<const std::string*>();
    if (digits == nullptr) return false;
    const auto amount = parse_u128(*digits);
    if (!amount || *amount == 0) return false;
    into = *amount;
    return true;
}

Judgement wrong(std::string_view reason, std::string words) {
    return {std::string{reason}, std::move(words)};
}

const TokenDiffIntent* only_diff(const SignedIntent& intent) {
    if (intent.intents.size() != 1) return nullptr;
    return std::get_if<TokenDiffIntent>(&intent.intents.front());
}

std::optional<i128> delta_of(const TokenDiffIntent& diff, std::string_view token) {
    for (const auto& [name, delta] : diff.diff) {
        if (name == token) return delta;
    }
    return std::nullopt;
}

}  // namespace

ReadAnswer read_answer(const json& parameter) {
    ReadAnswer answer;
    const auto* quote_id = find(parameter, "quote_id");
    if (quote_id == nullptr || !quote_id->is_string()) {
        answer.mistake = "fields_missing";
        return answer;
    }
    answer.quote_id = quote_id->get<std::string>();
    const auto* output = find(parameter, "quote_output");
    const auto* signed_data = find(parameter, "signed_data");
    if (output != nullptr && find(*output, "type") != nullptr && signed_data == nullptr) {
        answer.refusal = output->dump();
        return answer;
    }
    if (output == nullptr || signed_data == nullptr) {
        answer.mistake = "fields_missing";
        return answer;
    }
    if (!read_amount(*output, "amount_in", answer.amount_in) ||
        !read_amount(*output, "amount_out", answer.amount_out)) {
        answer.mistake = "quote_output_malformed";
        return answer;
    }
    answer.signed_data = read_signed_intent(*signed_data);
    return answer;
}

Judgement judge_signed(const ReadAnswer& answer, const Chain& chain, Signatures signatures) {
    const auto& [intent, verdict] = answer.signed_data;
    const auto judged = verdict.ok() && intent ? chain.judge(*intent, signatures) : verdict;
    if (judged.ok()) return {};
    return {std::string{to_text(judged.refusal)}, panic_text(judged)};
}

Judgement judge_against(const ReadAnswer& answer, const QuoteRequest& request, Instant published) {
    const auto& intent = *answer.signed_data.intent;
    const auto* diff = only_diff(intent);
    if (diff == nullptr) return wrong("not_one_diff", "one token_diff is expected");
    const auto in = delta_of(*diff, request.asset_in);
    const auto out = delta_of(*diff, request.asset_out);
    if (diff->diff.size() != 2 || !in || !out) {
        return wrong("diff_of_other_tokens", "the diff is not about the two tokens of the request");
    }
    if (*in <= 0 || *out >= 0) {
        return wrong("diff_the_wrong_way", "the solver receives asset_in and gives asset_out");
    }
    const auto amount_in = static_cast<u128>(*in);
    const auto amount_out = static_cast<u128>(-*out);
    const bool exact_in = request.is_exact_in();
    const auto fixed = exact_in ? amount_in : amount_out;
    if (fixed != (exact_in ? *request.exact_in : *request.exact_out)) {
        return wrong("fixed_amount_differs", "the diff does not carry the amount of the request");
    }
    const auto said = exact_in ? answer.amount_out : answer.amount_in;
    if (said != (exact_in ? amount_out : amount_in)) {
        return wrong("output_differs", "quote_output is not the amount in the diff");
    }
    if (intent.deadline < published + request.min_deadline) {
        return wrong("deadline_too_short", "the deadline is before min_deadline_ms has passed");
    }
    return {};
}

Offer to_offer(ReadAnswer answer) {
    Offer offer;
    offer.intent = *std::move(answer.signed_data.intent);
    for (const auto& [token, delta] : only_diff(offer.intent)->diff) {
        if (delta > 0) {
            offer.amount_in = static_cast<u128>(delta);
        } else {
            offer.amount_out = static_cast<u128>(-delta);
        }
    }
    return offer;
}

}  // namespace unrip::sandbox

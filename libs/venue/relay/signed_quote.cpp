#include "venue/relay/signed_quote.hpp"

#include "near/account_id.hpp"
#include "near/intents.hpp"
#include "near/json_text.hpp"
#include "near/token_id.hpp"

namespace unrip::venue {
namespace {

Result<void> examine_amount(const std::string& text) {
    const auto amount = Amount::parse(text);
    if (!amount) return amount.failure();
    if (amount->is_zero() || amount->atoms() > static_cast<u128>(kI128Max)) {
        return fail(Error::Kind::refused, "an amount that is no delta: " + text.substr(0, 48));
    }
    return {};
}

Result<void> examine(const QuoteAnswer& answer) {
    if (auto in = examine_amount(answer.amount_in); !in) return in;
    if (auto out = examine_amount(answer.amount_out); !out) return out;
    if (answer.asset_in == answer.asset_out) {
        return fail(Error::Kind::refused, "a quote of an asset against itself");
    }
    for (const auto& asset : {answer.asset_in, answer.asset_out}) {
        if (const auto id = near::parse_token_id(asset.text()); !id) return id.failure();
    }
    if (!near::is_account_id(answer.verifier)) {
        return fail(Error::Kind::refused, "the verifier is no account id");
    }
    if (answer.quote_id.empty() || !near::is_utf8(answer.quote_id.text())) {
        return fail(Error::Kind::refused, "a quote id that can't be sent back");
    }
    return {};
}

/// The deltas are written as texts, not as numbers: the fixed amount travels character for
/// character.
Result<std::string> message_of(const QuoteAnswer& answer) {
    near::JsonObject diff;
    diff.text(answer.asset_in.text(), answer.amount_in)
        .text(answer.asset_out.text(), "-" + answer.amount_out);
    near::JsonObject intent;
    intent.text("intent", "token_diff").raw("diff", std::move(diff).str());
    return near::intents_message(
        answer.signer_id, answer.deadline, "[" + std::move(intent).str() + "]"
    );
}

}  // namespace

Result<SignedQuote> sign_quote(const QuoteAnswer& answer, const near::SecretKey& key) {
    if (const auto examined = examine(answer); !examined) return examined.failure();
    auto message = message_of(answer);
    if (!message) return message.failure();

    near::Nep413Payload payload;
    payload.message = std::move(*message);
    payload.nonce = answer.nonce;
    payload.recipient = answer.verifier;
    auto signed_payload = near::sign(std::move(payload), key);

    const bool is_exact_in = answer.fixed_side == FixedSide::in;
    return SignedQuote{
        .hash = QuoteHash{near::quote_hash(signed_payload.payload)},
        .params = quote_response_params(
            answer.quote_id,
            answer.fixed_side,
            is_exact_in ? answer.amount_out : answer.amount_in,
            signed_payload
        ),
        .signed_payload = std::move(signed_payload),
    };
}

std::string quote_response_params(
    const QuoteId& quote_id,
    FixedSide fixed_side,
    std::string_view amount,
    const near::SignedNep413& signed_payload
) {
    near::JsonObject output;
    output.text(fixed_side == FixedSide::in ? "amount_out" : "amount_in", amount);
    near::JsonObject params;
    params.text("quote_id", quote_id.text())
        .raw("quote_output", std::move(output).str())
        .raw("signed_data", near::to_json(signed_payload));
    return std::move(params).str();
}

}  // namespace unrip::venue

#include "signing.hpp"

#include "near/intents.hpp"
#include "near/rfc3339.hpp"
#include "strategy/slot_facts.hpp"
#include "venue/relay/signed_quote.hpp"

namespace unrip::trade_executor {
namespace {

Failure malformed(std::string_view what, std::string_view text) {
    return fail(
        Error::Kind::malformed, std::string{what} + ": \"" + std::string{text.substr(0, 64)} + '"'
    );
}

messages::SignedIntent texts_of(const near::SignedNep413& signed_payload) {
    messages::SignedIntent intent;
    intent.message = signed_payload.payload.message;
    intent.nonce = near::to_text(signed_payload.payload.nonce);
    intent.recipient = signed_payload.payload.recipient;
    intent.public_key = signed_payload.public_key.to_string();
    intent.signature = signed_payload.signature.to_string();
    return intent;
}

}  // namespace

Result<Terms> terms_of(const messages::ExecuteTrade& command) {
    const auto in = command.delta_in.value();
    const auto out = command.delta_out.value();
    if (in <= 0 || command.delta_in.text() != to_text(in)) {
        return malformed("delta_in is not what we receive", command.delta_in.text());
    }
    if (out >= 0 || out == kI128Min || command.delta_out.text() != to_text(out)) {
        return malformed("delta_out is not what we give", command.delta_out.text());
    }
    if (command.asset_in == command.asset_out) {
        return malformed("a token against itself", command.asset_in.text());
    }
    const auto nonce = near::parse_nonce(command.nonce);
    if (!nonce || near::to_text(*nonce) != command.nonce) {
        return malformed("the nonce is not base64 of 32 bytes", command.nonce);
    }
    const auto deadline = near::parse_rfc3339(command.deadline);
    if (!deadline || near::to_rfc3339(*deadline) != command.deadline) {
        return malformed("the deadline is not UTC to the millisecond", command.deadline);
    }
    if (command.quote_id.empty()) return malformed("no quote is named", "");
    if (!strategy::parse_slot_id(command.slot)) {
        return malformed("no slot is named", command.slot.text());
    }
    Terms terms;
    terms.amount_in = Amount{static_cast<u128>(in)};
    terms.amount_out = Amount{static_cast<u128>(-out)};
    terms.nonce = *nonce;
    terms.deadline = *deadline;
    return terms;
}

Result<SignedCommand> sign(
    const messages::ExecuteTrade& command, const Terms& terms, const near::SecretKey& key
) {
    venue::QuoteAnswer answer;
    answer.quote_id = command.quote_id;
    answer.fixed_side = command.quote_output == messages::QuoteOutput::amount_out
                            ? venue::FixedSide::in
                            : venue::FixedSide::out;
    answer.asset_in = command.asset_in;
    answer.asset_out = command.asset_out;
    answer.amount_in = terms.amount_in.to_string();
    answer.amount_out = terms.amount_out.to_string();
    answer.signer_id = command.account_id;
    answer.verifier = command.contract;
    answer.deadline = terms.deadline;
    answer.nonce = terms.nonce;
    auto quote = venue::sign_quote(answer, key);
    if (!quote) return quote.failure();
    return SignedCommand{quote->hash, texts_of(quote->signed_payload), std::move(quote->params)};
}

Result<messages::SignedIntent> sign_revocation(
    std::string_view account_id,
    std::string_view contract,
    const near::Nonce& nonce,
    Instant deadline,
    const near::SecretKey& key
) {
    auto message = near::empty_message(account_id, deadline);
    if (!message) return message.failure();
    near::Nep413Payload payload;
    payload.message = std::move(*message);
    payload.nonce = nonce;
    payload.recipient = std::string{contract};
    return texts_of(near::sign(std::move(payload), key));
}

}  // namespace unrip::trade_executor

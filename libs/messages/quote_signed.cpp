#include "messages/quote_signed.hpp"

#include "messages/codec.hpp"

namespace unrip::messages {

void fields(auto& io, Like<QuoteSigned> auto& quote) {
    io("command_id", quote.command_id);
    io("decision_id", quote.decision_id);
    io("quote_id", quote.quote_id);
    io("quote_hash", quote.quote_hash);
    io("account_id", quote.account_id);
    io("public_key", quote.public_key);
    io("asset_in", quote.asset_in);
    io("delta_in", quote.delta_in);
    io("asset_out", quote.asset_out);
    io("delta_out", quote.delta_out);
    io("nonce", quote.nonce);
    io("deadline", quote.deadline);
    io("slot", quote.slot);
    io("epoch", quote.epoch);
    io("notional_eure", quote.notional_eure);
    io("reference_price", quote.reference_price);
    io("reference_price_id", quote.reference_price_id);
    io("heard_ns", quote.heard_ns);
    io("signed_ns", quote.signed_ns);
}

template std::string encode(const Envelope<QuoteSigned>&);
template Result<Envelope<QuoteSigned>> decode(std::string_view);
template std::string encode_body(const QuoteSigned&);

}  // namespace unrip::messages

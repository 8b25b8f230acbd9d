#pragma once

#include "core/ids.hpp"
#include "near/nep413.hpp"
#include "venue/relay/relay_events.hpp"

namespace unrip::venue {

/// An answer to a quote request, complete: what is signed is a pure function of it, so that
/// answering twice gives the same bytes.
struct QuoteAnswer {
    QuoteId quote_id;
    FixedSide fixed_side = FixedSide::in;
    AssetId asset_in;        ///< We receive.
    AssetId asset_out;       ///< We give.
    std::string amount_in;   ///< Digits; the fixed one exactly as the relay wrote it.
    std::string amount_out;  ///< Digits.
    std::string signer_id;   ///< Our account on the Verifier.
    std::string verifier;    ///< "intents.near": enters the signed bytes.
    Instant deadline;        ///< To the millisecond.
    near::Nonce nonce{};
};

struct SignedQuote {
    QuoteHash hash;      ///< Under which it settles.
    std::string params;  ///< The object for `quote_response_request`, to be sent as it is.
    near::SignedNep413 signed_payload;  ///< The same, for whoever sends it on by another way.
};

/// The object for `quote_response_request`. `amount` is that of the side which was not fixed.
std::string quote_response_params(
    const QuoteId& quote_id,
    FixedSide fixed_side,
    std::string_view amount,
    const near::SignedNep413& signed_payload
);

/// Signs. Refuses what the Verifier would: amounts that are not positive or exceed 2^127-1, equal
/// assets, ids it can't read.
Result<SignedQuote> sign_quote(const QuoteAnswer& answer, const near::SecretKey& key);

}  // namespace unrip::venue

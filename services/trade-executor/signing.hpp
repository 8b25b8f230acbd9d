#pragma once

#include "core/amount.hpp"
#include "core/ids.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "messages/execute_trade.hpp"
#include "messages/signed_intent.hpp"
#include "near/nonce.hpp"
#include "near/secret_key.hpp"

namespace unrip::trade_executor {

/// What a command's final texts mean.
struct Terms {
    Amount amount_in;   ///< We receive.
    Amount amount_out;  ///< We give.
    near::Nonce nonce{};
    Instant deadline;
};

/// Malformed: the command contradicts itself, or its texts are not the ones that would be signed.
/// A text is accepted only as we would write it, so that reading and writing it gives it back.
Result<Terms> terms_of(const messages::ExecuteTrade& command);

struct SignedCommand {
    QuoteHash hash;
    messages::SignedIntent intent;
    std::string params;  ///< The same as the relay takes it.
};

/// A pure function of the command and the key: the same command gives the same bytes, whenever and
/// wherever it is signed.
Result<SignedCommand> sign(
    const messages::ExecuteTrade& command, const Terms& terms, const near::SecretKey& key
);

/// Burns a nonce: an intent that does nothing, signed under it.
Result<messages::SignedIntent> sign_revocation(
    std::string_view account_id,
    std::string_view contract,
    const near::Nonce& nonce,
    Instant deadline,
    const near::SecretKey& key
);

}  // namespace unrip::trade_executor

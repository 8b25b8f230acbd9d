#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/ids.hpp"
#include "core/price.hpp"
#include "messages/delta_text.hpp"
#include "messages/envelope.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace unrip::messages {

/// A signature exists: from here on the promise can be executed by whoever holds it. Said before
/// the answer leaves. The signature itself is left out: with it, any reader of the stream could use
/// the promise.
struct QuoteSigned {
    static constexpr std::string_view kSubject = "exec.quote_signed";
    static constexpr std::string_view kSchema = "exec.quote_signed/1";

    CommandId command_id;    ///< The command that was signed.
    DecisionId decision_id;  ///< The decision behind it.
    QuoteId quote_id;        ///< The quote it answers.
    /// base58 of the signed payload's hash: the intent's name on the chain.
    QuoteHash quote_hash;
    std::string account_id;   ///< Who promises.
    std::string public_key;   ///< The key that signed.
    AssetId asset_in;         ///< What we receive.
    DeltaText delta_in;       ///< As signed.
    AssetId asset_out;        ///< What we give.
    DeltaText delta_out;      ///< As signed.
    std::string nonce;        ///< As signed.
    std::string deadline;     ///< As signed.
    SlotId slot;              ///< The slot whose nonce this is.
    std::uint64_t epoch = 0;  ///< The engine's term.
    /// The executor's own valuation, in EURe base units: its rolling limits are summed from this.
    Amount notional_eure;
    Price reference_price;         ///< The executor's own reference when it signed.
    MessageId reference_price_id;  ///< That price.
    std::int64_t heard_ns = 0;     ///< Stage: the executor heard the command.
    std::int64_t signed_ns = 0;    ///< Stage: signed.

    friend bool operator==(const QuoteSigned&, const QuoteSigned&) = default;
};

}  // namespace unrip::messages

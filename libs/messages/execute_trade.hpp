#pragma once

#include "core/asset_id.hpp"
#include "core/ids.hpp"
#include "messages/delta_text.hpp"
#include "messages/enum_text.hpp"
#include "messages/envelope.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace unrip::messages {

/// Which side the answer names to the relay: the one the demand did not fix.
enum class QuoteOutput {
    amount_in,   ///< What we ask, when the user fixed what he wants.
    amount_out,  ///< What we give, when the user fixed what he gives.
};

template <>
inline constexpr auto kEnumTexts<QuoteOutput> = std::to_array<EnumText<QuoteOutput>>({
    {QuoteOutput::amount_in, "amount_in"},
    {QuoteOutput::amount_out, "amount_out"},
});

/// Sign this and send it before it expires. The signed bytes are a pure function of this message:
/// account, contract, nonce, deadline, the two tokens and the two deltas, as they stand here. Its
/// id is the command id.
struct ExecuteTrade {
    static constexpr std::string_view kSubject = "cmd.execute_trade";
    static constexpr std::string_view kSchema = "cmd.execute_trade/1";

    DecisionId decision_id;  ///< The decision it carries out.
    QuoteId quote_id;        ///< The quote it answers.
    std::string account_id;  ///< Who signs.
    std::string contract;    ///< The Verifier contract: the recipient in the signed bytes.
    AssetId asset_in;        ///< What we receive; first in the signed diff.
    DeltaText delta_in;      ///< Its delta, as it is signed: no sign.
    AssetId asset_out;       ///< What we give; second in the signed diff.
    DeltaText delta_out;     ///< Its delta, as it is signed: with a minus.
    std::string nonce;       ///< As it is signed: standard base64 of 32 bytes.
    std::string deadline;    ///< As it is signed: YYYY-MM-DDTHH:MM:SS.mmmZ.
    /// Which of the two amounts the answer names.
    QuoteOutput quote_output = QuoteOutput::amount_in;
    SlotId slot;                     ///< The slot whose nonce this is.
    std::uint64_t epoch = 0;         ///< The engine's term; lower ones than seen are dropped.
    std::int64_t expires_at_ms = 0;  ///< Not to be signed or sent after this.
    std::string instance;            ///< The ingest whose socket was asked.
    std::string connection_id;       ///< That socket.
    std::int64_t received_ns = 0;    ///< Stage: the demand was read from the socket (copied).
    std::int64_t decided_at_ns = 0;  ///< Stage: the engine decided (copied).

    friend bool operator==(const ExecuteTrade&, const ExecuteTrade&) = default;
};

}  // namespace unrip::messages

#pragma once

#include "core/amount.hpp"
#include "core/ids.hpp"
#include "core/int128.hpp"
#include "core/price.hpp"
#include "messages/asset_amount.hpp"
#include "messages/block.hpp"
#include "messages/enum_text.hpp"
#include "messages/envelope.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::messages {

/// How far a signed quote has come.
enum class SettlementState {
    matched,  ///< The relay says that it was taken; the chain has not spoken.
    settled,  ///< A final block holds our deltas.
    failed,   ///< The transaction failed: nothing moved.
    expired,  ///< Proven: it ended without being used, and can't be any more.
    unknown,  ///< It can't be proven what became of it.
};

template <>
inline constexpr auto kEnumTexts<SettlementState> = std::to_array<EnumText<SettlementState>>({
    {SettlementState::matched, "matched"},
    {SettlementState::settled, "settled"},
    {SettlementState::failed, "failed"},
    {SettlementState::expired, "expired"},
    {SettlementState::unknown, "unknown"},
});

/// What the word rests on.
enum class SettlementEvidence {
    relay_status,      ///< The relay's quote_status.
    transaction_logs,  ///< The Verifier's logs in a transaction on a final block.
    books_balance,     ///< A count past the deadline that equals baseline, known fills and known
                       ///< flows.
    nonce_unused,     ///< is_nonce_used = false at a block after the quote's deadline and not after
                      ///< the nonce's, with its salt valid.
    sibling_settled,  ///< Another quote of the same nonce settled: this one can't any more.
    none,             ///< Nothing: the state is unknown.
};

template <>
inline constexpr auto kEnumTexts<SettlementEvidence> = std::to_array<EnumText<SettlementEvidence>>({
    {SettlementEvidence::relay_status, "relay_status"},
    {SettlementEvidence::transaction_logs, "transaction_logs"},
    {SettlementEvidence::books_balance, "books_balance"},
    {SettlementEvidence::nonce_unused, "nonce_unused"},
    {SettlementEvidence::sibling_settled, "sibling_settled"},
    {SettlementEvidence::none, "none"},
});

/// Why a settlement failed.
enum class SettlementFailure {
    nonce_used,            ///< Another quote of the same lane was first.
    insufficient_balance,  ///< We did not hold enough.
    counterparty,          ///< The user's side failed.
    deadline_expired,      ///< It came too late.
    invalid_salt,          ///< The salt was invalidated.
    venue_paused,          ///< The Verifier refused intents.
    other,                 ///< See the detail.
};

template <>
inline constexpr auto kEnumTexts<SettlementFailure> = std::to_array<EnumText<SettlementFailure>>({
    {SettlementFailure::nonce_used, "nonce_used"},
    {SettlementFailure::insufficient_balance, "insufficient_balance"},
    {SettlementFailure::counterparty, "counterparty"},
    {SettlementFailure::deadline_expired, "deadline_expired"},
    {SettlementFailure::invalid_salt, "invalid_salt"},
    {SettlementFailure::venue_paused, "venue_paused"},
    {SettlementFailure::other, "other"},
});

/// A step of a signed quote towards its end, with the evidence for the word used.
struct TradeSettlement {
    static constexpr std::string_view kSubject = "exec.trade_settlement";
    static constexpr std::string_view kSchema = "exec.trade_settlement/1";

    CommandId command_id;                              ///< The command.
    DecisionId decision_id;                            ///< The decision behind it.
    QuoteId quote_id;                                  ///< The quote.
    QuoteHash quote_hash;                              ///< The intent's name on the chain.
    SlotId slot;                                       ///< The slot it leans on.
    std::string nonce;                                 ///< Its nonce, base64.
    SettlementState state = SettlementState::unknown;  ///< How far it has come.
    bool is_last = false;  ///< No further word about this quote will follow.
    SettlementEvidence evidence = SettlementEvidence::none;  ///< What the word rests on.
    std::optional<std::string> intent_hash;                  ///< The user's intent that took it.
    std::optional<std::string> tx_hash;                      ///< The transaction.
    std::optional<Block> block;                              ///< The final block of the evidence.
    std::optional<bool> is_nonce_used;  ///< What the Verifier said about the nonce at that block.
    std::optional<MessageId> inventory_id;     ///< The count that proves an expiry by the books.
    std::optional<MessageId> quote_status_id;  ///< The relay's word.
    std::vector<AssetDelta> realised;  ///< What really moved: from the logs. Empty unless settled.
    std::optional<bool> is_as_promised;        ///< Whether that equals what was signed.
    std::optional<SettlementFailure> failure;  ///< Present exactly when failed.
    std::optional<std::string> detail;         ///< The contract's words.
    Amount notional_eure;                      ///< As valued when signed, in EURe base units.
    /// What moved, at the executor's own reference, in EURe base units: its loss limit is summed
    /// from this.
    std::optional<i128> realised_pnl_eure;
    std::optional<Price> reference_price;         ///< That reference.
    std::optional<MessageId> reference_price_id;  ///< That price.

    friend bool operator==(const TradeSettlement&, const TradeSettlement&) = default;
};

}  // namespace unrip::messages

#pragma once

#include "core/ids.hpp"
#include "messages/enum_text.hpp"
#include "messages/envelope.hpp"
#include "messages/executor_refusal.hpp"
#include "messages/finding.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace unrip::messages {

/// What became of a command.
enum class ResultOutcome {
    refused,   ///< The executor did not sign.
    accepted,  ///< The relay took the answer for its auction: not yet won.
    rejected,  ///< Signed, but the answer is not in the auction. The promise stands all the same.
    unknown,   ///< Signed and perhaps sent; no verdict came.
};

template <>
inline constexpr auto kEnumTexts<ResultOutcome> = std::to_array<EnumText<ResultOutcome>>({
    {ResultOutcome::refused, "refused"},
    {ResultOutcome::accepted, "accepted"},
    {ResultOutcome::rejected, "rejected"},
    {ResultOutcome::unknown, "unknown"},
});

/// Why an answer is not in the auction.
enum class RelayRejection {
    too_late,         ///< The relay no longer knows the quote.
    send_by_passed,   ///< It was not sent: its time was over.
    connection_gone,  ///< It was not sent: the socket that was asked is gone.
    ingest_absent,    ///< It was not sent: the ingest that heard the question does not answer.
    relay_error,      ///< The relay refused it for another reason.
};

template <>
inline constexpr auto kEnumTexts<RelayRejection> = std::to_array<EnumText<RelayRejection>>({
    {RelayRejection::too_late, "too_late"},
    {RelayRejection::send_by_passed, "send_by_passed"},
    {RelayRejection::connection_gone, "connection_gone"},
    {RelayRejection::ingest_absent, "ingest_absent"},
    {RelayRejection::relay_error, "relay_error"},
});

/// What became of a command: exactly one for each.
struct TradeResult {
    static constexpr std::string_view kSubject = "exec.trade_result";
    static constexpr std::string_view kSchema = "exec.trade_result/1";

    CommandId command_id;                            ///< The command.
    DecisionId decision_id;                          ///< The decision behind it.
    QuoteId quote_id;                                ///< The quote it answers.
    std::optional<QuoteHash> quote_hash;             ///< Present when it was signed.
    SlotId slot;                                     ///< The slot it leans on.
    std::uint64_t epoch = 0;                         ///< The engine's term.
    ResultOutcome outcome = ResultOutcome::refused;  ///< What became of it.
    std::optional<ExecutorRefusal> refusal;          ///< Present exactly when refused.
    std::optional<Finding> finding;                  ///< What the failed check measured.
    std::optional<RelayRejection> rejection;         ///< Present exactly when rejected.
    std::optional<std::string> detail;               ///< The other side's words.
    std::int64_t heard_ns = 0;                       ///< Stage: the executor heard the command.
    std::optional<std::int64_t> signed_ns;           ///< Stage: signed.
    std::optional<std::int64_t> handed_ns;    ///< Stage: handed to the ingest that was asked.
    std::optional<std::int64_t> sent_ns;      ///< Stage: written to the relay's socket.
    std::optional<std::int64_t> answered_ns;  ///< Stage: the relay's verdict was read.

    friend bool operator==(const TradeResult&, const TradeResult&) = default;
};

}  // namespace unrip::messages

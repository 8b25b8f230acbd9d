#pragma once

#include "core/amount.hpp"
#include "core/ids.hpp"
#include "messages/enum_text.hpp"
#include "messages/envelope.hpp"
#include "messages/execute_trade.hpp"
#include "messages/signed_intent.hpp"
#include "messages/trade_result.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace unrip::messages {

/// What became of an answer.
enum class ResponseVerdict {
    accepted,  ///< The relay took it.
    rejected,  ///< It is not in the auction: see the rejection.
    unknown,   ///< Sent, but no verdict came in time.
};

template <>
inline constexpr auto kEnumTexts<ResponseVerdict> = std::to_array<EnumText<ResponseVerdict>>({
    {ResponseVerdict::accepted, "accepted"},
    {ResponseVerdict::rejected, "rejected"},
    {ResponseVerdict::unknown, "unknown"},
});

/// trade-executor asks the ingest that heard the question to send this answer on the socket that
/// was asked. The subject ends in that ingest's instance. Not recorded by any stream: it holds a
/// signature.
struct QuoteResponse {
    static constexpr std::string_view kSubject = "relay.quote_response";
    static constexpr std::string_view kSchema = "relay.quote_response/1";

    CommandId command_id;                               ///< The command that was signed.
    QuoteId quote_id;                                   ///< The quote it answers.
    QuoteHash quote_hash;                               ///< The signed payload's name.
    std::string connection_id;                          ///< The socket that was asked.
    std::int64_t send_by_ms = 0;                        ///< Not to be sent after this.
    QuoteOutput quote_output = QuoteOutput::amount_in;  ///< Which side the answer names.
    Amount amount;                                      ///< That side's amount, in base units.
    SignedIntent signed_data;                           ///< What was signed.
    std::int64_t handed_ns = 0;                         ///< Stage: handed to the bus.

    friend bool operator==(const QuoteResponse&, const QuoteResponse&) = default;
};

/// What the relay said to the answer, or why it was not sent.
struct QuoteResponseReply {
    static constexpr std::string_view kSubject = "relay.quote_response.reply";
    static constexpr std::string_view kSchema = "relay.quote_response.reply/1";

    CommandId command_id;                                ///< The command.
    QuoteId quote_id;                                    ///< The quote.
    ResponseVerdict verdict = ResponseVerdict::unknown;  ///< What became of it.
    std::optional<RelayRejection> rejection;             ///< Present exactly when rejected.
    std::optional<std::string> detail;                   ///< The relay's words.
    /// Stage: written to the socket; absent when it was not sent.
    std::optional<std::int64_t> sent_ns;
    std::optional<std::int64_t> answered_ns;  ///< Stage: the verdict was read.

    friend bool operator==(const QuoteResponseReply&, const QuoteResponseReply&) = default;
};

}  // namespace unrip::messages

#pragma once

#include "core/ids.hpp"
#include "messages/enum_text.hpp"
#include "messages/envelope.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace unrip::messages {

/// What the relay's extended stream adds.
enum class QuoteStatusEvent {
    ready_to_settle,    ///< A settlement is being prepared.
    settle_successful,  ///< The relay saw it succeed.
    settle_failed,      ///< The relay saw it fail.
};

template <>
inline constexpr auto kEnumTexts<QuoteStatusEvent> = std::to_array<EnumText<QuoteStatusEvent>>({
    {QuoteStatusEvent::ready_to_settle, "ready_to_settle"},
    {QuoteStatusEvent::settle_successful, "settle_successful"},
    {QuoteStatusEvent::settle_failed, "settle_failed"},
});

/// The relay says that a quote was taken. It carries other makers' quotes too: an unknown hash is
/// not ours.
struct QuoteStatus {
    static constexpr std::string_view kSubject = "norm.quote_status";
    static constexpr std::string_view kSchema = "norm.quote_status/1";

    QuoteHash quote_hash;                    ///< base58 of the signed payload's hash.
    std::optional<std::string> intent_hash;  ///< The user's intent that took it.
    /// The transaction that settles it. A claim: the truth is on the chain.
    std::optional<std::string> tx_hash;
    std::optional<QuoteStatusEvent> event;  ///< From the extended stream only.
    /// The relay's number, when delivery is guaranteed.
    std::optional<std::uint64_t> delivery_seq;
    std::string instance;           ///< The ingest that heard it.
    std::string connection_id;      ///< The socket it came from.
    std::int64_t received_ns = 0;   ///< Stage: read from the socket.
    std::int64_t published_ns = 0;  ///< Stage: handed to the bus.

    friend bool operator==(const QuoteStatus&, const QuoteStatus&) = default;
};

}  // namespace unrip::messages

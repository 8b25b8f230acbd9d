#pragma once

#include "messages/enum_text.hpp"
#include "messages/envelope.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace unrip::messages {

/// Why a message was put aside.
enum class DeadLetterReason {
    malformed,            ///< It can't be read.
    unknown_subject,      ///< Nobody knows its subject.
    unknown_schema,       ///< A schema or version we don't read.
    oversized,            ///< Larger than we take.
    refused_by_database,  ///< The database does not take it.
};

template <>
inline constexpr auto kEnumTexts<DeadLetterReason> = std::to_array<EnumText<DeadLetterReason>>({
    {DeadLetterReason::malformed, "malformed"},
    {DeadLetterReason::unknown_subject, "unknown_subject"},
    {DeadLetterReason::unknown_schema, "unknown_schema"},
    {DeadLetterReason::oversized, "oversized"},
    {DeadLetterReason::refused_by_database, "refused_by_database"},
});

/// A message that could not be read or stored, kept so that nothing is lost unseen.
struct DeadLetter {
    static constexpr std::string_view kSubject = "ops.dead_letter";
    static constexpr std::string_view kSchema = "ops.dead_letter/1";

    std::string subject;                                    ///< Where it came from.
    std::optional<std::string> stream;                      ///< Its stream, when it came from one.
    std::optional<std::uint64_t> stream_seq;                ///< Its number there.
    std::optional<std::string> message_id;                  ///< Its Nats-Msg-Id, when it had one.
    DeadLetterReason reason = DeadLetterReason::malformed;  ///< Why.
    std::string detail;               ///< What was wrong, with the field's name.
    std::string payload_hex;          ///< Its bytes, or the first of them, in lower-case hex.
    std::uint64_t payload_bytes = 0;  ///< How many there were.

    friend bool operator==(const DeadLetter&, const DeadLetter&) = default;
};

}  // namespace unrip::messages

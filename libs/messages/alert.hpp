#pragma once

#include "messages/enum_text.hpp"
#include "messages/envelope.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::messages {

/// How soon a person must look.
enum class AlertSeverity {
    info,      ///< When there is time.
    warning,   ///< Today.
    critical,  ///< Now: trading has stopped or money is at risk.
};

template <>
inline constexpr auto kEnumTexts<AlertSeverity> = std::to_array<EnumText<AlertSeverity>>({
    {AlertSeverity::info, "info"},
    {AlertSeverity::warning, "warning"},
    {AlertSeverity::critical, "critical"},
});

/// Whether it still holds.
enum class AlertState {
    raised,   ///< It began, or it still holds.
    cleared,  ///< It is over.
};

template <>
inline constexpr auto kEnumTexts<AlertState> = std::to_array<EnumText<AlertState>>({
    {AlertState::raised, "raised"},
    {AlertState::cleared, "cleared"},
});

/// One fact of an alert.
struct AlertDetail {
    std::string name;   ///< What.
    std::string value;  ///< How much, with its unit in the name.

    friend bool operator==(const AlertDetail&, const AlertDetail&) = default;
};

/// Something a person should know. Raised and cleared under the same key.
struct Alert {
    static constexpr std::string_view kSubject = "ops.alert";
    static constexpr std::string_view kSchema = "ops.alert/1";

    std::string name;  ///< over_committed, writer_lag, ... : bounded, it is a metric label.
    std::string key;   ///< Same trouble, same key: repeats are folded.
    AlertSeverity severity = AlertSeverity::info;  ///< How soon.
    AlertState state = AlertState::raised;         ///< Whether it still holds.
    std::int64_t since_ms = 0;                     ///< When it began.
    std::uint64_t repeats = 0;                     ///< How often it was met since then.
    std::string summary;                           ///< One sentence: what happened, with the value.
    std::optional<std::string> fix;                ///< What to do.
    std::vector<AlertDetail> details;              ///< The facts.

    friend bool operator==(const Alert&, const Alert&) = default;
};

}  // namespace unrip::messages

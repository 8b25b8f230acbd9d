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

/// What was done to a process.
enum class ControlKind {
    started,         ///< It came up, disarmed where that matters.
    armed,           ///< Its outward effect is allowed.
    disarmed,        ///< It is not any more.
    limits_changed,  ///< Other limits are in force.
    frozen,          ///< Withdrawals are off.
    unfrozen,        ///< Withdrawals are on.
    lease_taken,     ///< It is the active one now.
    lease_lost,      ///< It is not any more.
    stopped,         ///< It ends in good order.
};

template <>
inline constexpr auto kEnumTexts<ControlKind> = std::to_array<EnumText<ControlKind>>({
    {ControlKind::started, "started"},
    {ControlKind::armed, "armed"},
    {ControlKind::disarmed, "disarmed"},
    {ControlKind::limits_changed, "limits_changed"},
    {ControlKind::frozen, "frozen"},
    {ControlKind::unfrozen, "unfrozen"},
    {ControlKind::lease_taken, "lease_taken"},
    {ControlKind::lease_lost, "lease_lost"},
    {ControlKind::stopped, "stopped"},
});

/// One named thing before and after.
struct ControlChange {
    std::string name;                   ///< armed, max_notional_eure, ...
    std::optional<std::string> before;  ///< Absent when there was nothing.
    std::string after;                  ///< What it is now.

    friend bool operator==(const ControlChange&, const ControlChange&) = default;
};

/// Someone changed what a process may do: who, why, before, after.
struct ServiceControl {
    static constexpr std::string_view kSubject = "ops.service_control";
    static constexpr std::string_view kSchema = "ops.service_control/1";

    std::string service;                      ///< The process.
    std::string instance;                     ///< Which of its replicas.
    ControlKind kind = ControlKind::started;  ///< What was done.
    std::string actor;                  ///< Who: a person's name, or the check that disarmed it.
    std::optional<std::string> reason;  ///< Why.
    std::optional<std::uint64_t> ttl_seconds;  ///< It ends by itself after this.
    std::vector<ControlChange> changes;        ///< What was different before.
    /// The limits now in force, compact JSON text: what replay applies.
    std::optional<std::string> limits;
    std::optional<std::string> policy_hash;  ///< Hash of the policy file.
    std::optional<std::string> limits_hash;  ///< Hash of the limits now in force.
    std::optional<std::uint64_t> epoch;      ///< The term, where there is a lease.
    /// Decisions already made in this term when it took effect.
    std::optional<std::uint64_t> engine_seq;

    friend bool operator==(const ServiceControl&, const ServiceControl&) = default;
};

}  // namespace unrip::messages

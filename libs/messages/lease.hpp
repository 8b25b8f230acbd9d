#pragma once

#include "messages/enum_text.hpp"
#include "messages/envelope.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace unrip::messages {

/// What only one replica may be at a time.
enum class LeaseRole {
    strategy,  ///< The engine that may open slots and command.
    executor,  ///< The executor that may sign.
};

template <>
inline constexpr auto kEnumTexts<LeaseRole> = std::to_array<EnumText<LeaseRole>>({
    {LeaseRole::strategy, "strategy"},
    {LeaseRole::executor, "executor"},
});

/// Who is active: the entry per account and role in the bucket LEASES. It only decides who tries;
/// the fence is the write to COMMITMENTS.
struct Lease {
    static constexpr std::string_view kSchema = "lease/1";

    std::string account_id;                ///< The account.
    LeaseRole role = LeaseRole::strategy;  ///< Active as what.
    std::string holder;                    ///< The active instance.
    std::uint64_t epoch = 0;               ///< Grows by one with each take-over.
    std::int64_t taken_at_ms = 0;          ///< When this holder took it.
    std::int64_t renewed_at_ms = 0;        ///< When it last said that it lives.
    std::int64_t expires_at_ms = 0;        ///< Free for others after this.
    bool is_armed = false;                 ///< Whether a person has armed the holder.

    friend bool operator==(const Lease&, const Lease&) = default;
};

}  // namespace unrip::messages

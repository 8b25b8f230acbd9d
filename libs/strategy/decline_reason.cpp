#include "strategy/decline_reason.hpp"

#include "core/check.hpp"

#include <array>

namespace unrip::strategy {
namespace {

constexpr auto kTexts = std::to_array<std::string_view>({
    "unsupported_pair",
    "malformed_request",
    "disarmed",
    "not_active",
    "no_price",
    "stale_price",
    "no_inventory",
    "stale_inventory",
    "no_salt",
    "stale_salt",
    "account_locked",
    "venue_paused",
    "clock_skew",
    "bus_lost",
    "journal_behind",
    "over_committed",
    "too_few_sources",
    "sources_disagree",
    "arithmetic_overflow",
    "amount_too_small",
    "over_notional_limit",
    "over_size_limit",
    "over_rate_limit",
    "deadline_too_long",
    "too_late",
    "already_answered",
    "price_probe",
    "partner_refused",
    "inventory_band",
    "insufficient_inventory",
    "withdrawal_pending",
    "slot_cap_exceeded",
    "no_slot",
});
static_assert(kTexts.size() == kDeclineReasonCount, "every reason has its text");

}  // namespace

std::string_view to_text(DeclineReason reason) {
    const auto index = static_cast<std::size_t>(reason);
    check(index < kTexts.size(), "a decline reason without a text");
    return kTexts.at(index);
}

}  // namespace unrip::strategy

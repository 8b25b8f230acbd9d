#pragma once

#include "messages/enum_text.hpp"

#include <array>
#include <string_view>

namespace unrip::messages {

/// Why the strategy does not quote, in the order in which it looks.
enum class DeclineReason {
    unsupported_pair,   ///< The policy has no such pair.
    malformed_request,  ///< Both or no amount, not above zero, beyond what a delta can hold, or one
                        ///< token twice.
    disarmed,           ///< Everything else was right: armed, it would have quoted.
    not_active,         ///< Another engine holds the lease.
    no_price,           ///< No price was heard yet.
    stale_price,        ///< The newest price is too old.
    no_inventory,       ///< No count was heard yet.
    stale_inventory,    ///< The newest count is too old.
    no_salt,            ///< The Verifier's state was not heard yet.
    stale_salt,         ///< The newest state of the Verifier is too old.
    account_locked,     ///< The Verifier has locked the account.
    venue_paused,       ///< The Verifier refuses intents.
    clock_skew,         ///< Our clock and the chain's, or our two clocks, are too far apart.
    bus_lost,           ///< The bus is away.
    journal_behind,     ///< Too many records are unacknowledged, or one was refused.
    over_committed,     ///< A count fell below what is promised.
    too_few_sources,    ///< Too few fresh sources for a price.
    sources_disagree,   ///< The sources are too far apart.
    arithmetic_overflow,  ///< The amounts leave 128 bits.
    amount_too_small,     ///< Below the smallest size, or nothing is left after rounding.
    over_notional_limit,  ///< Worth more than one quote may be.
    over_size_limit,      ///< More of a token than one quote may move.
    over_rate_limit,      ///< Too many quotes in a short time.
    deadline_too_long,    ///< The answer would have to stay valid for too long.
    too_late,             ///< The auction ends before an answer can arrive.
    already_answered,  ///< This very quote was answered before: a second signature would bind too.
    price_probe,       ///< The requester only looks, and the policy does not sign for lookers.
    partner_refused,   ///< The policy does not quote to this partner.
    inventory_band,    ///< The trade would leave the pair's inventory band.
    insufficient_inventory,  ///< We hold less than it asks for.
    withdrawal_pending,      ///< What is left is being withdrawn.
    slot_cap_exceeded,       ///< No slot has a cap as large as this.
    no_slot,                 ///< All slots are taken, or none may be opened now.
};

template <>
inline constexpr auto kEnumTexts<DeclineReason> = std::to_array<EnumText<DeclineReason>>({
    {DeclineReason::unsupported_pair, "unsupported_pair"},
    {DeclineReason::malformed_request, "malformed_request"},
    {DeclineReason::disarmed, "disarmed"},
    {DeclineReason::not_active, "not_active"},
    {DeclineReason::no_price, "no_price"},
    {DeclineReason::stale_price, "stale_price"},
    {DeclineReason::no_inventory, "no_inventory"},
    {DeclineReason::stale_inventory, "stale_inventory"},
    {DeclineReason::no_salt, "no_salt"},
    {DeclineReason::stale_salt, "stale_salt"},
    {DeclineReason::account_locked, "account_locked"},
    {DeclineReason::venue_paused, "venue_paused"},
    {DeclineReason::clock_skew, "clock_skew"},
    {DeclineReason::bus_lost, "bus_lost"},
    {DeclineReason::journal_behind, "journal_behind"},
    {DeclineReason::over_committed, "over_committed"},
    {DeclineReason::too_few_sources, "too_few_sources"},
    {DeclineReason::sources_disagree, "sources_disagree"},
    {DeclineReason::arithmetic_overflow, "arithmetic_overflow"},
    {DeclineReason::amount_too_small, "amount_too_small"},
    {DeclineReason::over_notional_limit, "over_notional_limit"},
    {DeclineReason::over_size_limit, "over_size_limit"},
    {DeclineReason::over_rate_limit, "over_rate_limit"},
    {DeclineReason::deadline_too_long, "deadline_too_long"},
    {DeclineReason::too_late, "too_late"},
    {DeclineReason::already_answered, "already_answered"},
    {DeclineReason::price_probe, "price_probe"},
    {DeclineReason::partner_refused, "partner_refused"},
    {DeclineReason::inventory_band, "inventory_band"},
    {DeclineReason::insufficient_inventory, "insufficient_inventory"},
    {DeclineReason::withdrawal_pending, "withdrawal_pending"},
    {DeclineReason::slot_cap_exceeded, "slot_cap_exceeded"},
    {DeclineReason::no_slot, "no_slot"},
});

}  // namespace unrip::messages

#pragma once

#include <cstddef>
#include <string_view>

namespace unrip::strategy {

/// Why the engine does not quote, in the order in which it looks. The texts are metric labels,
/// columns and words on the wire.
enum class DeclineReason {
    unsupported_pair,     ///< The policy has no such pair.
    malformed_request,    ///< Both or no amount, zero, or beyond what a delta can hold.
    disarmed,             ///< Everything else was right: armed, it would have quoted.
    not_active,           ///< Another engine holds the lease.
    no_price,             ///< No price was heard yet.
    stale_price,          ///< The newest price is too old.
    no_inventory,         ///< No count was heard yet.
    stale_inventory,      ///< The newest count is too old.
    no_salt,              ///< The Verifier's state was not heard yet.
    stale_salt,           ///< The newest state of the Verifier is too old.
    account_locked,       ///< The Verifier has locked the account.
    venue_paused,         ///< The Verifier refuses intents.
    clock_skew,           ///< Our clock and the chain's, or our two clocks, are too far apart.
    bus_lost,             ///< The bus is away.
    journal_behind,       ///< Too many records are unacknowledged, or one was refused.
    over_committed,       ///< A count fell below what is promised.
    too_few_sources,      ///< Too few fresh sources for a price.
    sources_disagree,     ///< The sources are too far apart.
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

inline constexpr std::size_t kDeclineReasonCount =
    static_cast<std::size_t>(DeclineReason::no_slot) + 1;

std::string_view to_text(DeclineReason reason);

}  // namespace unrip::strategy

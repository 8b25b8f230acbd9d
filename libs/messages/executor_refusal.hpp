#pragma once

#include "messages/enum_text.hpp"

#include <array>
#include <string_view>

namespace unrip::messages {

/// Why the executor does not sign.
enum class ExecutorRefusal {
    disarmed,                  ///< The executor is off.
    not_active,                ///< Another executor holds the lease.
    malformed_command,         ///< The command contradicts itself.
    command_expired,           ///< It came too late.
    stale_epoch,               ///< A newer engine has spoken.
    unknown_slot,              ///< The slot was never said to be open.
    slot_closed,               ///< The slot is closed or dead.
    over_slot_cap,             ///< More than the slot may give.
    lane_full,                 ///< Too many quotes are open on the slot.
    nonce_mismatch,            ///< The nonce is not the slot's.
    nonce_used,                ///< The nonce was seen used.
    deadline_too_late,         ///< Too close to the nonce's deadline, or longer than allowed.
    deadline_too_soon,         ///< Over before it could be taken.
    unsupported_asset,         ///< Not a token of this executor's policy.
    wrong_account,             ///< Another account or contract than ours.
    over_notional_limit,       ///< Worth more than one quote may be.
    signed_notional_limit,     ///< The rolling limit of signed notional is used up.
    settled_notional_limit,    ///< The rolling limit of settled notional is used up.
    realised_loss_limit,       ///< The rolling limit of realised loss is used up.
    failed_settlements_limit,  ///< Too many settlements in a row failed.
    price_out_of_band,         ///< Too far from the reference that the executor hears itself.
    no_reference,              ///< No price was heard.
    stale_reference,           ///< The newest price is too old.
    stale_inventory,           ///< No count, or too old a one.
    stale_salt,                ///< No state of the Verifier, or too old a one.
    invalid_salt,              ///< The nonce's salt is no longer valid.
    account_locked,            ///< The Verifier has locked the account.
    venue_paused,              ///< The Verifier refuses intents.
    key_not_registered,        ///< Our key is not registered on the Verifier.
    clock_skew,                ///< Our clock can't be trusted.
    bus_lost,                  ///< The bus is away.
    journal_behind,            ///< The promise could not be recorded.
};

template <>
inline constexpr auto kEnumTexts<ExecutorRefusal> = std::to_array<EnumText<ExecutorRefusal>>({
    {ExecutorRefusal::disarmed, "disarmed"},
    {ExecutorRefusal::not_active, "not_active"},
    {ExecutorRefusal::malformed_command, "malformed_command"},
    {ExecutorRefusal::command_expired, "command_expired"},
    {ExecutorRefusal::stale_epoch, "stale_epoch"},
    {ExecutorRefusal::unknown_slot, "unknown_slot"},
    {ExecutorRefusal::slot_closed, "slot_closed"},
    {ExecutorRefusal::over_slot_cap, "over_slot_cap"},
    {ExecutorRefusal::lane_full, "lane_full"},
    {ExecutorRefusal::nonce_mismatch, "nonce_mismatch"},
    {ExecutorRefusal::nonce_used, "nonce_used"},
    {ExecutorRefusal::deadline_too_late, "deadline_too_late"},
    {ExecutorRefusal::deadline_too_soon, "deadline_too_soon"},
    {ExecutorRefusal::unsupported_asset, "unsupported_asset"},
    {ExecutorRefusal::wrong_account, "wrong_account"},
    {ExecutorRefusal::over_notional_limit, "over_notional_limit"},
    {ExecutorRefusal::signed_notional_limit, "signed_notional_limit"},
    {ExecutorRefusal::settled_notional_limit, "settled_notional_limit"},
    {ExecutorRefusal::realised_loss_limit, "realised_loss_limit"},
    {ExecutorRefusal::failed_settlements_limit, "failed_settlements_limit"},
    {ExecutorRefusal::price_out_of_band, "price_out_of_band"},
    {ExecutorRefusal::no_reference, "no_reference"},
    {ExecutorRefusal::stale_reference, "stale_reference"},
    {ExecutorRefusal::stale_inventory, "stale_inventory"},
    {ExecutorRefusal::stale_salt, "stale_salt"},
    {ExecutorRefusal::invalid_salt, "invalid_salt"},
    {ExecutorRefusal::account_locked, "account_locked"},
    {ExecutorRefusal::venue_paused, "venue_paused"},
    {ExecutorRefusal::key_not_registered, "key_not_registered"},
    {ExecutorRefusal::clock_skew, "clock_skew"},
    {ExecutorRefusal::bus_lost, "bus_lost"},
    {ExecutorRefusal::journal_behind, "journal_behind"},
});

}  // namespace unrip::messages

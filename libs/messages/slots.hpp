#pragma once

#include "core/ids.hpp"
#include "messages/asset_amount.hpp"
#include "messages/enum_text.hpp"
#include "messages/envelope.hpp"
#include "messages/slot_batch.hpp"
#include "messages/withheld.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::messages {

/// Why slots closed or died.
enum class SlotChangeReason {
    matched,                 ///< A quote on it was matched: nothing more is signed on it.
    making_room,             ///< A withdrawal needs the funds.
    salt_replaced,           ///< Its salt is no longer the current one.
    nonce_deadline_near,     ///< No quote could end early enough before its nonce does.
    clean_stop,              ///< The engine stopped; nothing stands on it.
    refused,                 ///< The executor knows it as closed or used, and signs nothing on it.
    nonce_used,              ///< Dead: its nonce was seen used at a final block.
    nonce_deadline_passed,   ///< Dead: a final block is past the nonce's deadline.
    quote_deadlines_passed,  ///< Dead: a final block is past the last quote deadline this engine
                             ///< issued on it.
    never_used,              ///< Dead: nothing was ever issued on it by the engine that opened it.
};

template <>
inline constexpr auto kEnumTexts<SlotChangeReason> = std::to_array<EnumText<SlotChangeReason>>({
    {SlotChangeReason::matched, "matched"},
    {SlotChangeReason::making_room, "making_room"},
    {SlotChangeReason::salt_replaced, "salt_replaced"},
    {SlotChangeReason::nonce_deadline_near, "nonce_deadline_near"},
    {SlotChangeReason::clean_stop, "clean_stop"},
    {SlotChangeReason::refused, "refused"},
    {SlotChangeReason::nonce_used, "nonce_used"},
    {SlotChangeReason::nonce_deadline_passed, "nonce_deadline_passed"},
    {SlotChangeReason::quote_deadlines_passed, "quote_deadlines_passed"},
    {SlotChangeReason::never_used, "never_used"},
});

/// Neighbouring slots that closed or died for one reason.
struct SlotChange {
    std::string batch;                                    ///< Their batch.
    std::uint32_t first = 0;                              ///< Index of the first.
    std::uint32_t count = 0;                              ///< How many.
    SlotChangeReason reason = SlotChangeReason::matched;  ///< Why.
    /// The final block that proves a death: funds are free with a count at this height or later.
    std::optional<std::uint64_t> block_height;

    friend bool operator==(const SlotChange&, const SlotChange&) = default;
};

/// A withdrawal may take its funds: the caps left are at most the count less this withdrawal and
/// those before it, and COMMITMENTS holds what is withheld for it.
struct RoomMade {
    std::string action_id;  ///< The withdrawal.
    AssetId asset;          ///< The token.
    Amount amount;          ///< How much it asked for, in base units.
    Amount committed;       ///< Caps of this token's standing slots that are left.
    Amount counted;         ///< What the count at count_height says is held.

    friend bool operator==(const RoomMade&, const RoomMade&) = default;
};

/// Slots were opened, closed or found dead, or room was made. Said after the write to COMMITMENTS
/// is acknowledged and synced, so that whoever hears it may rely on it; replay feeds it to the
/// engine as an event.
struct Slots {
    static constexpr std::string_view kSubject = "decision.slots";
    static constexpr std::string_view kSchema = "decision.slots/1";

    std::string account_id;         ///< The account that promises.
    std::uint64_t epoch = 0;        ///< The engine's term.
    std::uint64_t revision = 0;     ///< Revision of the COMMITMENTS entry when it was said.
    std::vector<SlotBatch> opened;  ///< New batches.
    /// Slots on which nothing more is signed. They still commit their caps.
    std::vector<SlotChange> closed;
    std::vector<SlotChange> dead;  ///< Slots that commit nothing any more.
    /// Caps of all standing slots after the change, over all pairs.
    std::vector<AssetAmount> committed;
    std::uint64_t count_height = 0;  ///< Height of the count these caps were checked against.
    /// The number under which the engine asked for this write; absent when it did not ask.
    std::optional<std::uint64_t> request;
    /// A term begins: `opened` and `withheld` are all that stands, whatever was said before.
    bool is_record = false;
    std::vector<Withheld> withheld;  ///< What withdrawals have asked for; empty unless is_record.
    std::vector<RoomMade> room;      ///< Withdrawals that may take their funds now.
    /// Slots whose nonces shall be burnt: more is promised than held, and the policy asks for it.
    std::vector<SlotId> revoke;

    friend bool operator==(const Slots&, const Slots&) = default;
};

}  // namespace unrip::messages

#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/ids.hpp"
#include "core/time.hpp"
#include "strategy/policy.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// The words in which slots are spoken of, towards the engine and from it.

namespace unrip::strategy {

/// So much of one token.
struct AssetAmount {
    AssetId asset;
    Amount amount;

    friend bool operator==(const AssetAmount&, const AssetAmount&) = default;
};

/// Neighbouring slots of one batch.
struct SlotRange {
    std::uint32_t first = 0;
    std::uint32_t count = 0;

    friend bool operator==(const SlotRange&, const SlotRange&) = default;
};

/// Slots that were opened by one write.
struct SlotBatchFacts {
    std::string batch;  ///< Its name; a slot's name is "<batch>/<index>".
    std::string pair;
    SlotMode mode = SlotMode::reserve;
    std::vector<AssetAmount> caps;  ///< The most that each slot may give. Each slot commits all.
    Instant nonce_deadline;
    std::string salt;
    std::uint32_t lane_open_quotes_max = 1;
    std::vector<std::string> nonces;  ///< As they are signed: base64, by index. One per slot.
    /// Slots not known dead. A batch that was just opened stands whole.
    std::vector<SlotRange> standing;

    friend bool operator==(const SlotBatchFacts&, const SlotBatchFacts&) = default;
};

/// Why slots closed or died.
enum class SlotChangeReason {
    matched,                 ///< A quote on it was matched: nothing more is signed on it.
    making_room,             ///< A withdrawal needs the funds.
    salt_replaced,           ///< Its salt is no longer the current one.
    nonce_deadline_near,     ///< No quote could end early enough before its nonce does.
    clean_stop,              ///< The engine stops; nothing stands on it.
    refused,                 ///< The executor knows it as closed or used, and signs nothing on it.
    nonce_used,              ///< Dead: its nonce was seen used at a final block.
    nonce_deadline_passed,   ///< Dead: a final block is past the nonce's deadline.
    quote_deadlines_passed,  ///< Dead: a final block is past the last quote deadline issued on it.
    never_used,              ///< Dead: nothing was ever issued on it by the engine that opened it.
};

std::string_view to_text(SlotChangeReason reason);

/// Neighbouring slots that closed or died for one reason.
struct SlotChange {
    std::string batch;
    SlotRange slots;
    SlotChangeReason reason = SlotChangeReason::matched;
    /// Height of the count that freed the funds. Absent where no block was needed.
    std::optional<std::uint64_t> block_height;

    friend bool operator==(const SlotChange&, const SlotChange&) = default;
};

/// Adds one slot to a list of changes, to the last range where it continues it.
void append(
    std::vector<SlotChange>& changes,
    const std::string& batch,
    std::uint32_t index,
    SlotChangeReason reason,
    std::optional<std::uint64_t> block_height
);

/// "<batch>/<index>"
SlotId slot_id(const std::string& batch, std::uint32_t index);

struct SlotName {
    std::string_view batch;
    std::uint32_t index = 0;
};

/// The reverse, pointing into `id`. Nothing where it is not a slot's name.
std::optional<SlotName> parse_slot_id(const SlotId& id);

}  // namespace unrip::strategy

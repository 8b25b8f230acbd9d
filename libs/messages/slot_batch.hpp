#pragma once

#include "messages/asset_amount.hpp"
#include "messages/enum_text.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::messages {

/// How many quotes may lean on one slot.
enum class SlotMode {
    reserve,  ///< One quote per slot.
    lanes,    ///< Several quotes per slot; they exclude each other on the chain.
};

template <>
inline constexpr auto kEnumTexts<SlotMode> = std::to_array<EnumText<SlotMode>>({
    {SlotMode::reserve, "reserve"},
    {SlotMode::lanes, "lanes"},
});

/// Neighbouring slots of one batch.
struct SlotRange {
    std::uint32_t first = 0;  ///< Index of the first slot.
    std::uint32_t count = 0;  ///< How many.

    friend bool operator==(const SlotRange&, const SlotRange&) = default;
};

/// Slots that were opened by one write: the nonce of slot `batch/index` follows from seed, salt,
/// deadline and index.
struct SlotBatch {
    std::string batch;                  ///< Name of the batch; slot names are <batch>/<index>.
    std::string pair;                   ///< The pair it was opened for.
    SlotMode mode = SlotMode::reserve;  ///< How many quotes may lean on one slot.
    std::uint32_t size = 0;             ///< How many slots were opened.
    /// Random seed of the nonces, 32 bytes as lower-case hex. No secret: a nonce moves nothing
    /// without a signature.
    std::string seed;
    std::string salt;  ///< The Verifier's salt inside the nonces, 8 hex digits.
    /// Deadline inside the nonces: a slot's last possible use.
    std::int64_t nonce_deadline_ns = 0;
    std::vector<AssetAmount> caps;  ///< The most that each slot may give, per token.
    /// Most quotes open on one slot at a time; 1 in reserve.
    std::uint32_t lane_open_quotes_max = 0;
    std::int64_t opened_at_ms = 0;  ///< When it was opened.
    /// The slots of it that are not known dead. Each commits its full caps.
    std::vector<SlotRange> standing;

    friend bool operator==(const SlotBatch&, const SlotBatch&) = default;
};

}  // namespace unrip::messages

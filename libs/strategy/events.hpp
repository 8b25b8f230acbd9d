#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/ids.hpp"
#include "core/price.hpp"
#include "core/time.hpp"
#include "strategy/policy.hpp"
#include "strategy/slot_facts.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// What the engine is told. Every event that came as a message carries that message's id, which the
// next decisions name as applied.

namespace unrip::strategy {

/// A user asks for a price: norm.swap_demand.
struct QuoteRequested {
    MessageId id;
    QuoteId quote_id;
    AssetId asset_in;   ///< The user gives it, we receive it.
    AssetId asset_out;  ///< The user receives it, we give it.
    std::optional<Amount> exact_in;
    std::optional<Amount> exact_out;
    Milliseconds min_deadline{0};
    std::optional<Milliseconds> auction;  ///< Hard end of the auction, from its start.
    bool is_probe = false;                ///< The requester said that it only looks.
    std::string partner;                  ///< Empty: unknown.
    Instant received_at;
};

/// Whether there is an agreed price.
enum class PriceStatus { agreed, too_few_sources, sources_disagree };

/// The outside price of a pair, or why there is none: ref.market_price.
struct PriceHeard {
    MessageId id;
    std::string pair;
    PriceStatus status = PriceStatus::agreed;
    std::optional<Price> mid;  ///< Present when agreed.
    Ratio half_width;
    Ratio disagreement;
    std::uint32_t sources = 0;  ///< How many are in it.
    Instant observed_at;        ///< When the oldest source in it was heard.
};

/// What the account holds, spendable, at one final block: state.intent_inventory.
struct InventoryCounted {
    MessageId id;
    std::uint64_t height = 0;
    Instant block_time;
    Instant observed_at;
    std::vector<AssetAmount> balances;
};

/// The Verifier's rules of the day at one final block: state.venue.
struct VenueObserved {
    MessageId id;
    std::uint64_t height = 0;
    Instant block_time;
    Instant observed_at;
    std::string salt;  ///< The current one, for new nonces.
    /// Earlier salts known to be valid still. A slot of any other salt is not quoted on.
    std::vector<std::string> valid_salts;
    std::uint32_t fee_ppm = 0;
    bool is_account_locked = false;
    bool is_paused = false;
};

/// Funds that a withdrawal has asked for.
struct Withheld {
    std::string action;
    AssetId asset;
    Amount amount;

    friend bool operator==(const Withheld&, const Withheld&) = default;
};

/// All that the COMMITMENTS entry holds, after this engine has written its own epoch into it, so
/// that no earlier write can still land. Nothing is quoted before this was told; everything known
/// about slots before it is forgotten. How withdrawals in it have ended is told again after it.
struct SlotsRestored {
    MessageId id;
    std::vector<SlotBatchFacts> batches;
    std::vector<Withheld> withheld;  ///< What withdrawals have asked for.
    /// The count that the record stands on. Slots that a count at this height freed are no longer
    /// in the record, so an older count would show their funds a second time, and is ignored.
    std::uint64_t count_height = 0;
};

/// The batch that was asked for is in COMMITMENTS, acknowledged and synced.
struct BatchOpened {
    MessageId id;
    std::uint64_t request = 0;  ///< OpenBatch::request.
    SlotBatchFacts facts;
};

/// The batch is certainly not in COMMITMENTS. An unknown outcome is not this: it stays pending.
struct BatchRefused {
    std::uint64_t request = 0;
};

/// The closing that was asked for is in COMMITMENTS, acknowledged and synced.
struct ClosingWritten {
    MessageId id;
    std::uint64_t request = 0;  ///< CloseUnused::request.
};

/// What became of slots is on record under this id. `closed` is news only to a replay, where the
/// engine that was recorded decides which slots close.
struct SlotsRecorded {
    MessageId id;
    std::vector<SlotChange> closed;
};

/// No slot may be opened before this: a server that can't sync was restarted.
struct OpeningHeld {
    Instant until;
};

/// A slot's nonce was seen used at a final block: a settlement, a revocation, or a reading.
struct NonceUsed {
    MessageId id;
    SlotId slot;
    std::uint64_t height = 0;
};

/// A step of a quote's life: exec.trade_result and exec.trade_settlement. None of them frees
/// anything by itself.
enum class QuoteStep {
    refused,
    slot_refused,  ///< Refused because of its slot, on which the executor signs nothing any more.
    accepted,
    rejected,
    matched,
    settled,
    failed,
    expired,
    unknown,
};

struct QuoteFollowed {
    MessageId id;
    SlotId slot;
    QuoteStep step = QuoteStep::unknown;
};

/// A withdrawal wants room: ops.liquidity_action in state `reserving`. Told again after a restart;
/// the same id counts once.
struct WithdrawalReserving {
    MessageId id;
    std::string action;
    AssetId asset;
    Amount amount;
};

/// A withdrawal is over. With a height, the balance moved in that final block, and the room is free
/// with a count at it; without one, nothing was sent.
struct WithdrawalEnded {
    MessageId id;
    std::string action;
    std::optional<std::uint64_t> height;
};

/// A person changed the limits of pairs.
struct LimitsChanged {
    struct OfPair {
        std::string pair;
        Limits limits;
    };
    MessageId id;
    std::vector<OfPair> pairs;
    std::string hash;  ///< Of all limits in force from now on.
};

/// A person armed or disarmed.
struct ArmingChanged {
    MessageId id;
    bool is_armed = false;
};

/// The lease was won or lost.
struct LeaseChanged {
    bool is_active = false;
    std::uint64_t epoch = 0;
};

/// How far the bus has confirmed what was published.
struct JournalObserved {
    bool is_connected = false;
    std::uint64_t unacked = 0;
    Milliseconds oldest_unacked{0};
    bool was_refused = false;  ///< A publish was refused and has not been made good since.
};

/// The regular beat: both clocks, read together.
struct ClockBeat {
    Instant wall;
    Tick steady;
};

/// The engine is about to stop: slots that nothing stands on are closed.
struct Stopping {};

using Event = std::variant<
    QuoteRequested,
    PriceHeard,
    InventoryCounted,
    VenueObserved,
    SlotsRestored,
    BatchOpened,
    BatchRefused,
    ClosingWritten,
    SlotsRecorded,
    OpeningHeld,
    NonceUsed,
    QuoteFollowed,
    WithdrawalReserving,
    WithdrawalEnded,
    LimitsChanged,
    ArmingChanged,
    LeaseChanged,
    JournalObserved,
    ClockBeat,
    Stopping>;

}  // namespace unrip::strategy

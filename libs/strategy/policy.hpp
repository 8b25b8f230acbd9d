#pragma once

#include "core/amount.hpp"
#include "core/ratio.hpp"
#include "core/time.hpp"
#include "core/token_book.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What traders tune. Plain values: the service reads them from the policy file, tests write them
// down. Amounts are base units of the token that the field names.

namespace unrip::strategy {

/// How many quotes may lean on one slot.
enum class SlotMode {
    reserve,  ///< One quote per slot.
    lanes,    ///< Several quotes per slot; they exclude each other on the chain.
};

std::string_view to_text(SlotMode mode);

/// What may change while the engine runs, for each pair by itself.
struct Limits {
    Amount notional_max;  ///< Quote token, at mid. The fixed amount of one request.
    Amount notional_min;  ///< Quote token, at mid. Zero: no lower limit.
    Amount base_max;      ///< Most of the base token that one quote may move.
    Amount quote_max;     ///< Most of the quote token that one quote may move.
    std::uint32_t quotes_per_second = 0;
    std::uint32_t quotes_burst = 0;  ///< So many may come at once.
    Milliseconds deadline_max{0};    ///< Longest `min_deadline_ms` that is accepted.

    friend bool operator==(const Limits&, const Limits&) = default;
};

/// How the promises of a pair are cut. A batch gives one token; both sides have batches of their
/// own, so that no fund is committed to a trade its slot is not meant for.
struct SlotPolicy {
    SlotMode mode = SlotMode::reserve;
    Amount base_cap;                ///< Cap of a slot that gives base. Zero: none is opened.
    Amount quote_cap;               ///< Cap of a slot that gives quote. Zero: none is opened.
    std::uint32_t open_target = 0;  ///< Slots kept ready on each side.
    std::uint32_t batch_size = 0;   ///< Slots opened by one write, at most.
    std::uint32_t lane_open_quotes_max = 1;  ///< Quotes open at a time on one lane; 1 in reserve.
    Milliseconds nonce_lifetime{0};

    friend bool operator==(const SlotPolicy&, const SlotPolicy&) = default;
};

/// How wide a pair is quoted.
struct SpreadPolicy {
    Ratio half_spread;          ///< The base component.
    Ratio disagreement_weight;  ///< So much of the sources' disagreement widens the half spread.
    Ratio half_spread_max;      ///< Wider than this is not quoted.

    friend bool operator==(const SpreadPolicy&, const SpreadPolicy&) = default;
};

/// How much of the base token the account should hold; a trade that would leave it is declined.
struct InventoryBand {
    Amount base_min;
    Amount base_max;

    friend bool operator==(const InventoryBand&, const InventoryBand&) = default;
};

struct PairPolicy {
    Pair pair;
    SpreadPolicy spread;
    Limits limits;
    SlotPolicy slots;
    std::optional<InventoryBand> band;
};

/// When a fact is too old or too doubtful to trade on.
struct FreshnessLimits {
    Milliseconds price_age_max{5'000};
    Milliseconds inventory_age_max{45'000};
    Milliseconds venue_age_max{60'000};
    Milliseconds block_behind_max{15'000};   ///< Newest block time behind our clock, when heard.
    Milliseconds block_ahead_max{2'000};     ///< Newest block time ahead of our clock, ever.
    Milliseconds clock_divergence_max{500};  ///< Wall against steady clock, between two beats.
    Milliseconds clock_beat_age_max{5'000};
    std::uint64_t journal_unacked_max = 1'000;
    Milliseconds journal_age_max{2'000};
};

struct ReferenceLimits {
    std::uint32_t sources_min = 2;
    Ratio disagreement_max;
    Ratio half_width_max;
};

/// When and how long a quote lives.
struct QuoteTiming {
    Milliseconds lifetime_min{60'000};     ///< A quote lives at least this long,
    Milliseconds deadline_margin{10'000};  ///< and always this much longer than the request asks.
    Milliseconds nonce_margin{60'000};     ///< Its deadline stays this far before the nonce's.
    Milliseconds command_lifetime{1'500};  ///< A command is not to be signed or sent after this.
    Milliseconds answer_time{30};          ///< What it takes us from decision to the relay.
};

/// The account's promises as a whole.
struct CommitmentPolicy {
    std::uint32_t slots_max = 20'000;         ///< Standing slots over all pairs.
    Milliseconds open_interval_min{250};      ///< Between two batches of one side.
    bool revoke_when_over_committed = false;  ///< Ask for the nonces to be burnt.
};

/// Which declines are recorded in a flood. Approvals always are.
struct SamplingPolicy {
    std::uint32_t full_per_second = 200;  ///< So many a second of a pair and reason are recorded,
    std::uint32_t one_in = 100;           ///< of the rest one in so many.
};

struct Policy {
    std::vector<PairPolicy> pairs;
    AssetId accounting_asset;  ///< What notional is counted in: EURe.
    FreshnessLimits freshness;
    ReferenceLimits reference;
    QuoteTiming timing;
    CommitmentPolicy commitments;
    SamplingPolicy sampling;
    bool answers_price_probes = true;
    std::vector<std::string> partners_refused;
    std::uint32_t answered_quotes_remembered = 16'384;
};

/// Every mistake, in words, with the pair it is in. Empty: the policy can be used.
std::vector<std::string> validate(const Policy& policy);

/// The same for limits that are to replace a pair's.
std::vector<std::string> validate(const Limits& limits, const std::string& pair);

}  // namespace unrip::strategy

#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/ids.hpp"
#include "core/price.hpp"
#include "core/ratio.hpp"
#include "messages/decline_reason.hpp"
#include "messages/enum_text.hpp"
#include "messages/envelope.hpp"
#include "messages/finding.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::messages {

/// The answer.
enum class DecisionOutcome {
    approved,  ///< A command follows.
    declined,  ///< Nothing follows.
};

template <>
inline constexpr auto kEnumTexts<DecisionOutcome> = std::to_array<EnumText<DecisionOutcome>>({
    {DecisionOutcome::approved, "approved"},
    {DecisionOutcome::declined, "declined"},
});

/// What we do with the pair's base token.
enum class Side {
    buy,   ///< We receive it: asset_in is the base.
    sell,  ///< We give it: asset_out is the base.
};

template <>
inline constexpr auto kEnumTexts<Side> = std::to_array<EnumText<Side>>({
    {Side::buy, "buy"},
    {Side::sell, "sell"},
});

/// One named part of the half spread.
struct SpreadComponent {
    std::string name;  ///< base, disagreement, deadline, ...
    Ratio ppm;         ///< Its width in millionths; negative narrows.

    friend bool operator==(const SpreadComponent&, const SpreadComponent&) = default;
};

/// How far each slow stream had been applied: the newest id of each, of any pair. Replay applies
/// the same events before this decision.
struct AppliedEvents {
    std::optional<MessageId> price_id;      ///< Newest ref.market_price.
    std::optional<MessageId> inventory_id;  ///< Newest state.intent_inventory.
    std::optional<MessageId> venue_id;      ///< Newest state.venue.
    std::optional<MessageId> slots_id;      ///< Newest decision.slots.
    std::optional<MessageId> exec_id;       ///< Newest exec.*.
    std::optional<MessageId> liquidity_id;  ///< Newest ops.liquidity_action.
    /// Newest ops.service_control of this engine: arming and limits.
    std::optional<MessageId> control_id;

    friend bool operator==(const AppliedEvents&, const AppliedEvents&) = default;
};

/// The numbers that it looked at, as far as it got.
struct DecisionInputs {
    std::optional<Price> mid;                      ///< The reference.
    std::optional<std::int64_t> price_age_ms;      ///< Age of the reference.
    std::optional<Ratio> disagreement_ppm;         ///< How far its sources were apart.
    std::optional<std::int64_t> inventory_age_ms;  ///< Age of the count.
    std::optional<Amount> spendable_out;           ///< Counted, of what we would give.
    std::optional<Amount> promised_out;  ///< Caps of all standing slots, of what we would give.
    std::optional<Amount> spendable_out_after;     ///< Counted, less this trade.
    std::optional<std::int64_t> venue_age_ms;      ///< Age of salt and fee.
    std::optional<std::int64_t> clock_skew_ms;     ///< Now less block time.
    std::optional<std::uint64_t> journal_unacked;  ///< Records not yet acknowledged.

    friend bool operator==(const DecisionInputs&, const DecisionInputs&) = default;
};

/// What the strategy said to one demand, with everything it looked at. Its id is the decision id.
struct TradeDecision {
    static constexpr std::string_view kSubject = "decision.trade_decision";
    static constexpr std::string_view kSchema = "decision.trade_decision/1";

    QuoteId quote_id;   ///< The demand's quote.
    AssetId asset_in;   ///< What we would receive.
    AssetId asset_out;  ///< What we would give.
    /// Decimals of asset_in, so that history can be read without the policy.
    std::uint32_t decimals_in = 0;
    std::uint32_t decimals_out = 0;                       ///< Decimals of asset_out.
    std::optional<Amount> exact_amount_in;                ///< As demanded.
    std::optional<Amount> exact_amount_out;               ///< As demanded.
    std::int64_t min_deadline_ms = 0;                     ///< As demanded.
    std::optional<std::string> partner_id;                ///< As demanded.
    DecisionOutcome outcome = DecisionOutcome::declined;  ///< The answer.
    /// Why not; present exactly when declined. While disarmed it is the first other check that
    /// failed, or `disarmed`.
    std::optional<DeclineReason> reason;
    std::optional<Finding> finding;  ///< What the failed check measured.
    bool would_quote = false;        ///< Every check but arming passed.
    /// How many demands of this pair and reason this record stands for, itself included: above 1
    /// when declines were sampled in a flood. Sums are exact.
    std::uint64_t stands_for = 1;
    std::optional<Amount> amount_in;   ///< What we would receive, in base units, once worked out.
    std::optional<Amount> amount_out;  ///< What we would give, in base units, once worked out.
    /// What we do with the base token; absent where the policy has no such pair.
    std::optional<Side> side;
    /// Whole quote tokens for one whole base token, from the reference and the half spread.
    std::optional<Price> quoted_price;
    std::optional<Ratio> half_spread_ppm;     ///< Sum of the components.
    std::vector<SpreadComponent> spread;      ///< The components by name.
    std::optional<Amount> notional_eure;      ///< The fixed amount at mid, in EURe base units.
    std::optional<SlotId> slot;               ///< The slot it leans on.
    std::optional<std::int64_t> deadline_ms;  ///< When the quote ends.
    DecisionInputs inputs;                    ///< The numbers it looked at.
    AppliedEvents applied;                    ///< How far each slow stream had been applied.
    std::string policy_hash;                  ///< Hash of the policy file.
    std::string limits_hash;                  ///< Hash of the limits in force.
    std::uint64_t epoch = 0;  ///< The engine's term: grows by one with each take-over.
    /// The engine's count of decisions in this term, recorded or not.
    std::uint64_t engine_seq = 0;
    std::int64_t received_ns = 0;    ///< Stage: the demand was read from the socket (copied).
    std::int64_t heard_ns = 0;       ///< Stage: the engine's process heard the demand.
    std::int64_t decided_at_ns = 0;  ///< Stage: the time the engine was told.

    friend bool operator==(const TradeDecision&, const TradeDecision&) = default;
};

}  // namespace unrip::messages

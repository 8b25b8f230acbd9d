#pragma once

#include "core/amount.hpp"
#include "core/ids.hpp"
#include "core/price.hpp"
#include "core/time.hpp"
#include "strategy/spread.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace unrip::strategy {

/// What the user does. We do the opposite: he sells base at our bid, and buys it at our ask.
enum class Side { user_sells_base, user_buys_base };

/// How far each slow stream had been applied, and by which rules it was decided. Replay applies the
/// same events before the same decision.
struct Provenance {
    MessageId price;
    MessageId inventory;
    MessageId venue;
    MessageId slots;
    MessageId exec;
    MessageId liquidity;
    MessageId control;
    std::string policy_hash;
    std::string limits_hash;

    friend bool operator==(const Provenance&, const Provenance&) = default;
};

/// When, in which order and on what a decision was made.
struct Stamp {
    std::uint64_t engine_seq = 0;  ///< Count of decisions on demands in this term.
    std::uint64_t epoch = 0;
    Instant decided_at;
    std::shared_ptr<const Provenance> based_on;  ///< Shared: it changes far less often.

    friend bool operator==(const Stamp& left, const Stamp& right) {
        const bool same_basis =
            left.based_on == right.based_on ||
            (left.based_on && right.based_on && *left.based_on == *right.based_on);
        return same_basis && left.engine_seq == right.engine_seq && left.epoch == right.epoch &&
               left.decided_at == right.decided_at;
    }
};

/// The numbers of one decision, as far as the pipeline came.
struct QuoteTerms {
    std::optional<std::size_t> pair;  ///< Index into the policy's pairs.
    Side side = Side::user_sells_base;
    bool is_exact_in = true;  ///< The user fixed what he gives. Then the answer names amount_out.

    std::optional<Milliseconds> price_age;
    std::optional<Milliseconds> inventory_age;
    std::optional<Milliseconds> venue_age;
    std::optional<Milliseconds> block_lag;  ///< Our clock less the newest block's, when heard.
    std::optional<std::uint64_t> journal_unacked;

    std::optional<Price> mid;
    std::optional<Ratio> disagreement;
    std::optional<Spread> spread;
    std::optional<Price> price;        ///< Bid or ask, with the half spread.
    std::optional<Amount> amount_in;   ///< We receive exactly this,
    std::optional<Amount> amount_out;  ///< and give exactly this.
    std::optional<Amount> notional;
    std::optional<Instant> deadline;

    std::optional<Amount> counted_out;    ///< Counted, of what we would give.
    std::optional<Amount> committed_out;  ///< Caps of all standing slots, of what we would give.

    friend bool operator==(const QuoteTerms&, const QuoteTerms&) = default;
};

}  // namespace unrip::strategy

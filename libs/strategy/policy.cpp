#include "strategy/policy.hpp"

#include <algorithm>
#include <set>

namespace unrip::strategy {
namespace {

using namespace std::chrono_literals;

/// Collects mistakes that share the place they are in.
class Mistakes {
  public:
    explicit Mistakes(std::string place) : place_{std::move(place)} {}

    void unless(bool holds, std::string_view what) {
        if (!holds) found_.push_back(place_ + ": " + std::string{what});
    }
    void take(std::vector<std::string> others) {
        std::move(others.begin(), others.end(), std::back_inserter(found_));
    }
    std::vector<std::string> done() { return std::move(found_); }

  private:
    std::string place_;
    std::vector<std::string> found_;
};

std::vector<std::string> mistakes_in(const SpreadPolicy& spread, const std::string& pair) {
    Mistakes mistakes{pair};
    mistakes.unless(spread.half_spread > Ratio{}, "half_spread must be above zero");
    mistakes.unless(
        spread.disagreement_weight >= Ratio{} &&
            spread.disagreement_weight <= Ratio::millionths(10 * Ratio::kOne),
        "disagreement_weight must be between 0 and 10"
    );
    mistakes.unless(
        spread.half_spread_max >= spread.half_spread, "half_spread_max is below half_spread"
    );
    mistakes.unless(
        spread.half_spread_max < Ratio::millionths(Ratio::kOne), "half_spread_max is not below 1"
    );
    return mistakes.done();
}

std::vector<std::string> mistakes_in(const PairPolicy& entry, const QuoteTiming& timing) {
    const SlotPolicy& slots = entry.slots;
    Mistakes mistakes{entry.pair.name()};
    mistakes.unless(slots.open_target > 0, "open_target must be above zero");
    mistakes.unless(
        slots.batch_size > 0 && slots.batch_size <= slots.open_target,
        "batch_size must be between 1 and open_target"
    );
    mistakes.unless(
        !slots.base_cap.is_zero() || !slots.quote_cap.is_zero(),
        "one of base_cap and quote_cap must be above zero"
    );
    mistakes.unless(
        slots.mode == SlotMode::lanes ? slots.lane_open_quotes_max >= 1
                                      : slots.lane_open_quotes_max == 1,
        "lane_open_quotes_max must be at least 1, and 1 in reserve"
    );
    const auto quote_lifetime_max =
        std::max(timing.lifetime_min, entry.limits.deadline_max) + timing.deadline_margin;
    mistakes.unless(
        slots.nonce_lifetime > quote_lifetime_max + timing.nonce_margin,
        "nonce_lifetime is too short for the longest quote and its margin"
    );
    mistakes.unless(
        !entry.band || entry.band->base_min <= entry.band->base_max,
        "the inventory band ends below where it starts"
    );
    return mistakes.done();
}

std::vector<std::string> mistakes_in(const FreshnessLimits& freshness) {
    Mistakes mistakes{"freshness"};
    const auto limits = {
        freshness.price_age_max,
        freshness.inventory_age_max,
        freshness.venue_age_max,
        freshness.block_behind_max,
        freshness.block_ahead_max,
        freshness.clock_divergence_max,
        freshness.clock_beat_age_max,
        freshness.journal_age_max,
    };
    mistakes.unless(
        std::all_of(limits.begin(), limits.end(), [](Milliseconds limit) { return limit > 0ms; }),
        "every limit must be above zero"
    );
    return mistakes.done();
}

std::vector<std::string> mistakes_in(const QuoteTiming& timing) {
    Mistakes mistakes{"timing"};
    mistakes.unless(timing.lifetime_min > 0ms, "lifetime_min must be above zero");
    mistakes.unless(timing.deadline_margin >= 0ms, "deadline_margin is negative");
    mistakes.unless(timing.nonce_margin >= 60s, "nonce_margin must be at least 60 s");
    mistakes.unless(timing.command_lifetime > 0ms, "command_lifetime must be above zero");
    mistakes.unless(timing.answer_time >= 0ms, "answer_time is negative");
    return mistakes.done();
}

}  // namespace

std::string_view to_text(SlotMode mode) {
    return mode == SlotMode::reserve ? "reserve" : "lanes";
}

std::vector<std::string> validate(const Limits& limits, const std::string& pair) {
    Mistakes mistakes{pair};
    mistakes.unless(!limits.notional_max.is_zero(), "notional_max must be above zero");
    mistakes.unless(limits.notional_min <= limits.notional_max, "notional_min is above its max");
    mistakes.unless(!limits.base_max.is_zero(), "base_max must be above zero");
    mistakes.unless(!limits.quote_max.is_zero(), "quote_max must be above zero");
    mistakes.unless(limits.quotes_per_second > 0, "quotes_per_second must be above zero");
    mistakes.unless(limits.quotes_burst > 0, "quotes_burst must be above zero");
    mistakes.unless(limits.deadline_max > 0ms, "deadline_max must be above zero");
    return mistakes.done();
}

std::vector<std::string> validate(const Policy& policy) {
    Mistakes mistakes{"policy"};
    mistakes.unless(!policy.pairs.empty(), "there is no pair");
    mistakes.unless(policy.reference.sources_min > 0, "sources_min must be above zero");
    mistakes.unless(policy.sampling.one_in > 0, "sampling one_in must be above zero");
    mistakes.unless(policy.commitments.slots_max > 0, "slots_max must be above zero");
    mistakes.unless(
        policy.answered_quotes_remembered > 0, "answered_quotes_remembered must be above zero"
    );
    mistakes.take(mistakes_in(policy.freshness));
    mistakes.take(mistakes_in(policy.timing));

    std::set<std::string> names;
    std::set<std::pair<AssetId, AssetId>> tokens;
    for (const auto& entry : policy.pairs) {
        const std::string name = entry.pair.name();
        Mistakes of_pair{name};
        of_pair.unless(names.insert(name).second, "the pair stands twice in the policy");
        const auto [lower, higher] = std::minmax(entry.pair.base.id, entry.pair.quote.id);
        of_pair.unless(
            tokens.emplace(lower, higher).second, "its tokens are those of another pair"
        );
        of_pair.unless(entry.pair.base.id != entry.pair.quote.id, "both tokens are the same");
        of_pair.unless(
            entry.pair.quote.id == policy.accounting_asset,
            "its quote token is not the accounting token, so its notional could not be counted"
        );
        mistakes.take(of_pair.done());
        mistakes.take(mistakes_in(entry.spread, name));
        mistakes.take(validate(entry.limits, name));
        mistakes.take(mistakes_in(entry, policy.timing));
    }
    return mistakes.done();
}

}  // namespace unrip::strategy

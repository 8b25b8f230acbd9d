// What the strategy and the reference lean on, beside the pairs.

#include "policy/reading.hpp"

namespace unrip::policy {
namespace {

void read_freshness(Section section, strategy::FreshnessLimits& limits) {
    section.time("price_age_max_ms", limits.price_age_max);
    section.time("inventory_age_max_ms", limits.inventory_age_max);
    section.time("venue_age_max_ms", limits.venue_age_max);
    section.time("block_behind_max_ms", limits.block_behind_max);
    section.time("block_ahead_max_ms", limits.block_ahead_max);
    section.time("clock_divergence_max_ms", limits.clock_divergence_max);
    section.time("clock_beat_age_max_ms", limits.clock_beat_age_max);
    section.count("journal_unacked_max", limits.journal_unacked_max);
    section.time("journal_age_max_ms", limits.journal_age_max);
    section.close();
}

void read_reference_limits(Section section, strategy::ReferenceLimits& limits) {
    section.count("sources_min", limits.sources_min);
    section.ratio("disagreement_max_ppm", limits.disagreement_max, {1, Ratio::kOne});
    section.ratio("half_width_max_ppm", limits.half_width_max, {1, Ratio::kOne});
    section.close();
}

void read_timing(Section section, strategy::QuoteTiming& timing) {
    section.time("lifetime_min_ms", timing.lifetime_min);
    section.time("deadline_margin_ms", timing.deadline_margin, Least::zero);
    section.time("nonce_margin_ms", timing.nonce_margin);
    section.time("command_lifetime_ms", timing.command_lifetime);
    section.time("answer_time_ms", timing.answer_time, Least::zero);
    section.rule(timing.nonce_margin >= 60s, "nonce_margin_ms", "at least 60000");
    section.close();
}

void read_commitments(Section section, strategy::CommitmentPolicy& commitments) {
    section.count("slots_max", commitments.slots_max);
    section.time("open_interval_min_ms", commitments.open_interval_min, Least::zero);
    section.flag("revoke_when_over_committed", commitments.revoke_when_over_committed);
    section.close();
}

void read_sampling(Section section, strategy::SamplingPolicy& sampling) {
    section.count("full_per_second", sampling.full_per_second, Least::zero);
    section.count("one_in", sampling.one_in);
    section.close();
}

void read_source_limits(Section section, strategy::SourceLimits& limits) {
    section.ratio("spread_max_ppm", limits.spread_max, {1, Ratio::kOne});
    section.time("frame_age_max_ms", limits.frame_age_max);
    section.time("exchange_skew_max_ms", limits.exchange_skew_max);
    section.close();
}

void read_jump(Section section, strategy::JumpPolicy& jump) {
    section.ratio("jump_max_ppm", jump.jump_max, {1, Ratio::kOne});
    section.time("window_ms", jump.window);
    section.count("sources_enough", jump.sources_enough);
    section.time("hold_ms", jump.hold);
    section.close();
}

}  // namespace

void read_reference(Section section, Reference& reference) {
    auto& agreement = reference.agreement;
    std::uint32_t deviations = 5;
    section.count("sources_min", agreement.sources_min);
    section.ratio("outlier_floor_ppm", agreement.outlier_floor);
    section.count("outlier_deviations", deviations);
    agreement.outlier_deviations = deviations;
    section.ratio("disagreement_max_ppm", agreement.disagreement_max, {1, Ratio::kOne});
    read_source_limits(section.section("source"), agreement.source);
    read_jump(section.section("jump"), agreement.jump);
    section.time("publish_interval_min_ms", reference.publish_interval_min);
    section.time("beat_ms", reference.beat);
    section.rule(
        reference.publish_interval_min <= reference.beat,
        "publish_interval_min_ms",
        "at most beat_ms"
    );
    section.close();
}

void read_strategy(Section& root, File& file) {
    read_freshness(root.section("freshness"), file.freshness);
    file.reference_limits = {
        .sources_min = file.reference.agreement.sources_min,
        .disagreement_max = file.reference.agreement.disagreement_max,
        .half_width_max = Ratio::bps(50),
    };
    read_reference_limits(root.section("reference_limits"), file.reference_limits);
    read_timing(root.section("timing"), file.timing);
    read_commitments(root.section("commitments"), file.commitments);
    read_sampling(root.section("sampling"), file.sampling);
    root.flag("answers_price_probes", file.answers_price_probes);
    root.texts("partners_refused", file.partners_refused, Need::optional);
    root.count(
        "answered_quotes_remembered", file.answered_quotes_remembered, Least::one, {}, 16'777'216
    );
}

}  // namespace unrip::policy

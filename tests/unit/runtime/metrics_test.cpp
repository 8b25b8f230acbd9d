#include "runtime/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unrip::runtime {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Metrics, AreWrittenAsPrometheusReadsThem) {
    Metrics metrics;
    metrics.counter("quotes_total", "Quotes sent.").add(3);
    metrics.gauge("slots_open", "Open slots.").set(31);
    metrics.read_counter("frames_total", "Frames heard.", [] { return 7.0; });
    const auto text = metrics.text();
    EXPECT_THAT(
        text,
        HasSubstr("# HELP unrip_quotes_total Quotes sent.\n# TYPE unrip_quotes_total counter\n")
    );
    EXPECT_THAT(text, HasSubstr("unrip_quotes_total 3"));
    EXPECT_THAT(text, HasSubstr("unrip_slots_open 31"));
    EXPECT_THAT(text, HasSubstr("unrip_frames_total 7"));
    metrics.forget_reads();
    EXPECT_THAT(metrics.text(), Not(HasSubstr("frames")));
}

TEST(Metrics, CountUnlistedLabelValuesAsOther) {
    Metrics metrics;
    auto declined =
        metrics.counters("declined_total", "Declines.", {"reason", {"stale_price", "no_slot"}, 0});
    declined.with("stale_price").add();
    declined.with("made up").add();
    declined.with("also made up").add();
    const auto text = metrics.text();
    EXPECT_THAT(text, HasSubstr("unrip_declined_total{reason=\"stale_price\"} 1"));
    EXPECT_THAT(text, HasSubstr("unrip_declined_total{reason=\"no_slot\"} 0"));
    EXPECT_THAT(text, HasSubstr("unrip_declined_total{reason=\"other\"} 2"));
    EXPECT_THAT(text, Not(HasSubstr("made up")));
}

TEST(Metrics, CapLabelsWhoseValuesAreNotKnownAhead) {
    Metrics metrics;
    auto by_partner = metrics.counters("asked_total", "Requests.", {"partner", {}, 2});
    for (const auto* partner : {"a", "b", "c", "d", "a"})
        by_partner.with(partner).add();
    const auto text = metrics.text();
    EXPECT_THAT(text, HasSubstr("{partner=\"a\"} 2"));
    EXPECT_THAT(text, HasSubstr("{partner=\"b\"} 1"));
    EXPECT_THAT(text, HasSubstr("{partner=\"other\"} 2"));
}

TEST(Metrics, MeasureLatenciesInSeconds) {
    Metrics metrics;
    metrics.latency("answer_seconds", "Time to answer.").observe(0.0003);
    const auto text = metrics.text();
    EXPECT_THAT(text, HasSubstr("unrip_answer_seconds_bucket{le=\"0.00025\"} 0"));
    EXPECT_THAT(text, HasSubstr("unrip_answer_seconds_bucket{le=\"0.0005\"} 1"));
    EXPECT_THAT(text, HasSubstr("unrip_answer_seconds_count 1"));
}

TEST(MetricsDeathTest, InsistOnTheirNamesAndBounds) {
    Metrics metrics;
    EXPECT_DEATH(metrics.counter("quotes", "."), "ends in _total");
    EXPECT_DEATH(metrics.gauge("unrip_slots", "."), "without its prefix");
    EXPECT_DEATH(metrics.latency("answer_ms", "."), "in seconds");
    EXPECT_DEATH(metrics.counters("x_total", ".", {"any", {}, 0}), "without a bound");
}

}  // namespace
}  // namespace unrip::runtime

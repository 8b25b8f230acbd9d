#include "presence/journal_health.hpp"

#include "runtime/health.hpp"
#include "runtime/metrics.hpp"
#include "runtime/service.hpp"

namespace unrip::presence {
namespace {

constexpr Milliseconds kDegradedAfter{2'000};
constexpr Milliseconds kUnhealthyAfter{30'000};

runtime::Finding look_at(const bus::PublishStats& stats) {
    const auto age = stats.oldest_unacked_age;
    const auto counts = std::to_string(stats.unacked) + " messages not yet in their stream";
    if (age < kDegradedAfter) return {runtime::Grade::ok, counts, age};

    const auto why = stats.last_refusal.empty() ? "" : "; " + stats.last_refusal;
    const auto grade = age < kUnhealthyAfter ? runtime::Grade::degraded : runtime::Grade::unhealthy;
    return {grade, counts + why, age};
}

}  // namespace

void watch_journal(runtime::Service& service, const bus::TrackedPublisher& publisher) {
    service.health().watch("journal", [&] { return look_at(publisher.stats()); });

    auto& metrics = service.metrics();
    metrics.read_gauge("journal_unacked", "Messages not yet acknowledged by their stream.", [&] {
        return static_cast<double>(publisher.stats().unacked);
    });
    metrics.read_gauge("journal_oldest_unacked_seconds", "Age of the oldest of them.", [&] {
        return std::chrono::duration<double>(publisher.stats().oldest_unacked_age).count();
    });
    const auto count = [&](std::string_view name, std::string_view help, auto member) {
        metrics.read_counter(name, help, [&publisher, member] {
            return static_cast<double>(publisher.stats().*member);
        });
    };
    count(
        "journal_published_total",
        "Messages to be brought to their streams.",
        &bus::PublishStats::published
    );
    count(
        "journal_acked_total", "Messages that a stream has acknowledged.", &bus::PublishStats::acked
    );
    count(
        "journal_repeated_total",
        "Messages sent again: no stream answered.",
        &bus::PublishStats::repeated
    );
    count("journal_refused_total", "Messages that a stream refused.", &bus::PublishStats::refused);
    count(
        "journal_turned_away_total",
        "Messages not taken: too many wait.",
        &bus::PublishStats::turned_away
    );
    count(
        "journal_lost_total", "Messages given up: no stream took them.", &bus::PublishStats::lost
    );
}

}  // namespace unrip::presence

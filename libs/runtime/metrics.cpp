#include "runtime/metrics.hpp"

#include "core/check.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <map>
#include <utility>

namespace unrip::runtime {
namespace {

constexpr std::string_view kOther = "other";

const std::vector<double> kLatencyBounds = {
    0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
    0.025,   0.05,     0.1,     0.25,   0.5,     1,      2.5,   5,      10,    30};

std::string full_name(std::string_view name, bool counts) {
    check(!name.starts_with("unrip_"), "a metric's name is given without its prefix");
    check(name.ends_with("_total") == counts, "a counter's name, and no other, ends in _total");
    return "unrip_" + std::string{name};
}

/// A number that somebody else keeps.
struct Read {
    std::string name;
    std::string help;
    prometheus::MetricType type;
    std::function<double()> read;

    prometheus::MetricFamily collect() const {
        prometheus::ClientMetric metric;
        if (type == prometheus::MetricType::Counter) {
            metric.counter.value = read();
        } else {
            metric.gauge.value = read();
        }
        return {name, help, type, {metric}};
    }
};

}  // namespace

void Counter::add(double count) {
    counter_->Increment(count);
}
double Counter::value() const {
    return counter_->Value();
}
void Gauge::set(double value) {
    gauge_->Set(value);
}
double Gauge::value() const {
    return gauge_->Value();
}
void Histogram::observe(double value) {
    histogram_->Observe(value);
}

template <class Metric>
struct Family<Metric>::Series {
    Label label;
    Make make;
    std::map<std::string, Metric, std::less<>> made;
};

template <class Metric>
Family<Metric>::Family(const Label& label, Make make) : series_{std::make_shared<Series>()} {
    check(!label.values.empty() || label.cap > 0, "a label without a bound");
    series_->label = label;
    series_->make = std::move(make);
    // Listed values stand at zero from the start: a rate can be taken of the first one, too.
    for (const auto& value : series_->label.values)
        with(value);
}

template <class Metric>
Metric Family<Metric>::with(std::string_view value) {
    auto& made = series_->made;
    if (const auto found = made.find(value); found != made.end()) return found->second;
    const auto& [name, values, cap] = series_->label;
    const bool listed = std::find(values.begin(), values.end(), value) != values.end();
    const bool room = values.empty() && made.size() < cap;
    if (!listed && !room && value != kOther) return with(kOther);
    return made.emplace(value, series_->make(std::string{value})).first->second;
}

template class Family<Counter>;
template class Family<Gauge>;
template class Family<Histogram>;

struct Metrics::Parts {
    prometheus::Registry registry;
    std::vector<Read> reads;

    prometheus::Family<prometheus::Counter>& counters(
        std::string_view name, std::string_view help
    ) {
        const auto full = full_name(name, true);
        return prometheus::BuildCounter().Name(full).Help(std::string{help}).Register(registry);
    }
    prometheus::Family<prometheus::Gauge>& gauges(std::string_view name, std::string_view help) {
        const auto full = full_name(name, false);
        return prometheus::BuildGauge().Name(full).Help(std::string{help}).Register(registry);
    }
    prometheus::Family<prometheus::Histogram>& histograms(
        std::string_view name, std::string_view help
    ) {
        const auto full = full_name(name, false);
        return prometheus::BuildHistogram().Name(full).Help(std::string{help}).Register(registry);
    }
};

Metrics::Metrics() : parts_{std::make_unique<Parts>()} {}
Metrics::~Metrics() = default;

Counter Metrics::counter(std::string_view name, std::string_view help) {
    return Counter{parts_->counters(name, help).Add({})};
}

Gauge Metrics::gauge(std::string_view name, std::string_view help) {
    return Gauge{parts_->gauges(name, help).Add({})};
}

Histogram Metrics::latency(std::string_view name, std::string_view help) {
    check(name.ends_with("_seconds"), "a latency is measured in seconds");
    return histogram(name, help, kLatencyBounds);
}

Histogram Metrics::histogram(
    std::string_view name, std::string_view help, const std::vector<double>& upper_bounds
) {
    return Histogram{parts_->histograms(name, help).Add({}, upper_bounds)};
}

Family<Counter> Metrics::counters(
    std::string_view name, std::string_view help, const Label& label
) {
    auto& family = parts_->counters(name, help);
    return {label, [&family, key = label.name](const std::string& value) {
                return Counter{family.Add({{key, value}})};
            }};
}

Family<Gauge> Metrics::gauges(std::string_view name, std::string_view help, const Label& label) {
    auto& family = parts_->gauges(name, help);
    return {label, [&family, key = label.name](const std::string& value) {
                return Gauge{family.Add({{key, value}})};
            }};
}

Family<Histogram> Metrics::latencies(
    std::string_view name, std::string_view help, const Label& label
) {
    check(name.ends_with("_seconds"), "a latency is measured in seconds");
    auto& family = parts_->histograms(name, help);
    return {label, [&family, key = label.name](const std::string& value) {
                return Histogram{family.Add({{key, value}}, kLatencyBounds)};
            }};
}

void Metrics::info(
    std::string_view name, std::string_view help, const std::map<std::string, std::string>& labels
) {
    check(name.ends_with("_info"), "what a process is ends in _info");
    parts_->gauges(name, help).Add(labels).Set(1);
}

void Metrics::read_counter(
    std::string_view name, std::string_view help, std::function<double()> read
) {
    parts_->reads.push_back(
        {full_name(name, true), std::string{help}, prometheus::MetricType::Counter, std::move(read)}
    );
}

void Metrics::read_gauge(
    std::string_view name, std::string_view help, std::function<double()> read
) {
    parts_->reads.push_back(
        {full_name(name, false), std::string{help}, prometheus::MetricType::Gauge, std::move(read)}
    );
}

std::string Metrics::text() const {
    auto families = parts_->registry.Collect();
    for (const auto& read : parts_->reads)
        families.push_back(read.collect());
    return prometheus::TextSerializer{}.Serialize(families);
}

void Metrics::forget_reads() {
    parts_->reads.clear();
}

}  // namespace unrip::runtime

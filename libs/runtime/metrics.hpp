#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace unrip::runtime {

/// Goes up only. A copy counts into the same number.
class Counter {
  public:
    explicit Counter(prometheus::Counter& counter) : counter_{&counter} {}
    void add(double count = 1);
    double value() const;

  private:
    prometheus::Counter* counter_;
};

class Gauge {
  public:
    explicit Gauge(prometheus::Gauge& gauge) : gauge_{&gauge} {}
    void set(double value);
    double value() const;

  private:
    prometheus::Gauge* gauge_;
};

class Histogram {
  public:
    explicit Histogram(prometheus::Histogram& histogram) : histogram_{&histogram} {}
    void observe(double value);

  private:
    prometheus::Histogram* histogram_;
};

/// A label and the values it may take. A value that is not listed counts as "other", so that
/// nothing from outside can make the set of series grow. With an empty list the first `cap` values
/// seen are taken.
struct Label {
    std::string name;
    std::vector<std::string> values;
    std::size_t cap = 0;
};

/// The same metric under each value of one label.
template <class Metric>
class Family {
  public:
    using Make = std::function<Metric(const std::string& value)>;
    struct Series;

    Family(const Label& label, Make make);

    /// Keep the handle where it is used often: this looks the value up.
    Metric with(std::string_view value);

  private:
    std::shared_ptr<Series> series_;
};

/// Everything a process counts, as Prometheus reads it. Names are given without the prefix
/// `unrip_`, in base units (seconds, bytes); a counter's name ends in `_total`.
class Metrics {
  public:
    Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;
    ~Metrics();

    Counter counter(std::string_view name, std::string_view help);
    Gauge gauge(std::string_view name, std::string_view help);

    /// In seconds, from 10 microseconds to 30 seconds.
    Histogram latency(std::string_view name, std::string_view help);
    Histogram histogram(
        std::string_view name, std::string_view help, const std::vector<double>& upper_bounds
    );

    Family<Counter> counters(std::string_view name, std::string_view help, const Label& label);
    Family<Gauge> gauges(std::string_view name, std::string_view help, const Label& label);
    Family<Histogram> latencies(std::string_view name, std::string_view help, const Label& label);

    /// 1 under labels that never change while the process lives: what it is, not what it does.
    void info(
        std::string_view name,
        std::string_view help,
        const std::map<std::string, std::string>& labels
    );

    /// Asked at each scrape: for what a library counts by itself (its `stats()`).
    void read_counter(std::string_view name, std::string_view help, std::function<double()> read);
    void read_gauge(std::string_view name, std::string_view help, std::function<double()> read);

    /// The text that GET /metrics answers.
    std::string text() const;

    /// Stops asking: what was read from is gone.
    void forget_reads();

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace unrip::runtime

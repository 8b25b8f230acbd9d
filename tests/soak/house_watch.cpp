#include "soak/house_watch.hpp"

#include <algorithm>
#include <cstdio>

namespace unrip::test {
namespace {

/// Less than this in the whole time is the breath of an allocator with several arenas.
constexpr double kBreathBytes = 6.0 * 1024 * 1024;
/// A single small thing kept per quote would be more.
constexpr double kBytesPerQuoteMax = 8;
constexpr double kMegabyte = 1024 * 1024;

std::string table_line(const std::string& name, const char* format, auto... values) {
    constexpr std::size_t size = 160;
    std::string text(size, ' ');
    const int length = std::snprintf(text.data(), size, format, name.c_str(), values...);
    text.resize(static_cast<std::size_t>(std::clamp(length, 0, static_cast<int>(size) - 1)));
    return text;
}

double megabytes(std::int64_t bytes) {
    return static_cast<double>(bytes) / kMegabyte;
}

const Holding& sample_at(const std::vector<Holding>& samples, double seconds) {
    const auto found = std::find_if(samples.begin(), samples.end(), [&](const Holding& sample) {
        return sample.at_seconds >= seconds;
    });
    return found == samples.end() ? samples.back() : *found;
}

}  // namespace

void HouseWatch::look(double at_seconds) {
    for (const auto* process : house_.processes())
        look_at(process->name(), true, {process->pid()}, at_seconds);
    look_at("nats-server", false, {house_.nats.pid()}, at_seconds);
    look_at("postgresql", false, house_.postgres.pids(), at_seconds);
    look_at("venue-sandbox", false, {house_.venue.pid()}, at_seconds);
}

void HouseWatch::look_at(
    const std::string& name, bool is_ours, const std::vector<int>& processes, double at
) {
    auto& watched = watched_[name];
    watched.is_ours = is_ours;
    watched.samples.push_back(holding_of(processes, at));
    watched.processor_seconds = processor_seconds_of(processes);
}

std::string HouseWatch::last_look() const {
    std::string line;
    for (const auto& [name, watched] : watched_)
        line += table_line(name, " %s %.1f", megabytes(watched.samples.back().anonymous_bytes));
    return line + " MB";
}

HouseWatch::Judged HouseWatch::judge(
    double since_seconds, double until_seconds, double quotes_per_second
) const {
    Judged judged;
    const double judged_seconds = until_seconds - since_seconds;
    const double allowed = kBreathBytes + kBytesPerQuoteMax * quotes_per_second * judged_seconds;
    judged.lines.push_back(table_line(
        "process", "%-24s MB at first, since, last   slope kB/min  B/quote  descriptors    cores"
    ));
    for (const auto& [name, watched] : watched_) {
        const auto& samples = watched.samples;
        const auto& since = sample_at(samples, since_seconds);
        const auto& last = samples.back();
        const auto trend = trend_of(samples, since_seconds);
        judged.lines.push_back(table_line(
            name,
            "%-24s %8.1f %8.1f %8.1f %12.1f %8.2f %6lld %6lld %8.3f",
            megabytes(samples.front().anonymous_bytes),
            megabytes(since.anonymous_bytes),
            megabytes(last.anonymous_bytes),
            trend.bytes_per_second * 60 / 1024,
            quotes_per_second > 0 ? trend.bytes_per_second / quotes_per_second : 0.0,
            static_cast<long long>(since.descriptors),
            static_cast<long long>(last.descriptors),
            watched.processor_seconds / last.at_seconds
        ));
        if (!watched.is_ours) continue;
        if (trend.bytes_per_second * judged_seconds > allowed)
            judged.wrong.push_back(name + " grows: see its slope");
        if (trend.descriptors_per_second * judged_seconds > 2)
            judged.wrong.push_back(name + " holds more and more open");
    }
    return judged;
}

}  // namespace unrip::test

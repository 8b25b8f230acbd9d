#include "soak/growth.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

namespace unrip::test {
namespace {

std::string proc(int process, const char* name) {
    return "/proc/" + std::to_string(process) + "/" + name;
}

std::int64_t anonymous_bytes_of(int process) {
    std::ifstream file{proc(process, "status")};
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("RssAnon:")) continue;
        std::int64_t kilobytes = 0;
        std::istringstream{line.substr(line.find(':') + 1)} >> kilobytes;
        return kilobytes * 1024;
    }
    return 0;
}

std::int64_t descriptors_of(int process) {
    std::error_code gone;
    std::int64_t count = 0;
    for (std::filesystem::directory_iterator at{proc(process, "fd"), gone}, end; at != end;
         at.increment(gone)) {
        ++count;
    }
    return count;
}

/// The slope of least squares.
double slope(const std::vector<double>& x, const std::vector<double>& y) {
    const auto count = static_cast<double>(x.size());
    double x_mean = 0;
    double y_mean = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        x_mean += x[i] / count;
        y_mean += y[i] / count;
    }
    double covariance = 0;
    double variance = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        covariance += (x[i] - x_mean) * (y[i] - y_mean);
        variance += (x[i] - x_mean) * (x[i] - x_mean);
    }
    return variance > 0 ? covariance / variance : 0;
}

}  // namespace

Trend trend_of(const std::vector<Holding>& samples, double since_seconds) {
    std::vector<double> at;
    std::vector<double> bytes;
    std::vector<double> descriptors;
    for (const auto& sample : samples) {
        if (sample.at_seconds < since_seconds) continue;
        at.push_back(sample.at_seconds);
        bytes.push_back(static_cast<double>(sample.anonymous_bytes));
        descriptors.push_back(static_cast<double>(sample.descriptors));
    }
    return {slope(at, bytes), slope(at, descriptors)};
}

Holding holding_of(const std::vector<int>& processes, double at_seconds) {
    Holding sum{at_seconds, 0, 0};
    for (const int process : processes) {
        sum.anonymous_bytes += anonymous_bytes_of(process);
        sum.descriptors += descriptors_of(process);
    }
    return sum;
}

double processor_seconds_of(const std::vector<int>& processes) {
    constexpr int user_time = 11;  // Fields after the name in brackets, the state being the first.
    std::int64_t ticks = 0;
    for (const int process : processes) {
        std::ifstream file{proc(process, "stat")};
        std::string text;
        if (!std::getline(file, text)) continue;
        std::istringstream rest{text.substr(text.rfind(')') + 1)};
        std::string skipped;
        for (int field = 0; field < user_time; ++field)
            rest >> skipped;
        std::int64_t user = 0;
        std::int64_t system = 0;
        rest >> user >> system;
        ticks += user + system;
    }
    return static_cast<double>(ticks) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace unrip::test

#include "bench/house/meters.hpp"

#include "support/child_process.hpp"

#include <unistd.h>

#include <fstream>
#include <sstream>

namespace unrip::bench {
namespace {

/// utime, stime and those of children that have ended: fields 14 to 17 of /proc/<pid>/stat. The
/// name in field 2 may hold spaces, so the count begins after its parenthesis.
double seconds_of(pid_t pid, bool with_children) {
    std::ifstream file{"/proc/" + std::to_string(pid) + "/stat"};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto end_of_name = text.rfind(')');
    if (end_of_name == std::string::npos) return 0;
    std::istringstream fields{text.substr(end_of_name + 1)};
    std::string word;
    double ticks = 0;
    constexpr int kUser = 14;
    const int last = with_children ? 17 : 15;
    for (int field = 3; fields >> word && field <= last; ++field) {
        if (field >= kUser) ticks += std::stod(word);
    }
    double seconds = ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
    if (!with_children) return seconds;
    for (const auto child : test::children_of(pid))
        seconds += seconds_of(child, false);
    return seconds;
}

}  // namespace

std::map<std::string, double> cpu_seconds(const std::vector<Metered>& processes) {
    std::map<std::string, double> seconds;
    for (const auto& process : processes)
        seconds[process.name] = seconds_of(process.pid, process.with_children);
    return seconds;
}

std::map<std::string, Memory> memory(const std::vector<Metered>& processes) {
    std::map<std::string, Memory> all;
    for (const auto& process : processes) {
        std::ifstream file{"/proc/" + std::to_string(process.pid) + "/status"};
        for (std::string line; std::getline(file, line);) {
            std::istringstream words{line};
            std::string name;
            std::uint64_t kb = 0;
            words >> name >> kb;
            if (name == "RssAnon:") all[process.name].anonymous_kb = kb;
            if (name == "VmRSS:") all[process.name].resident_kb = kb;
        }
    }
    return all;
}

double quantile(const std::vector<double>& sorted, double share) {
    if (sorted.empty()) return 0;
    const auto at = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
    return sorted[at < sorted.size() ? at : sorted.size() - 1];
}

}  // namespace unrip::bench

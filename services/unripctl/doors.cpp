#include "doors.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace unrip::unripctl {
namespace {

// As the kernel writes them: addresses in hex, each group of four bytes the wrong way round.
constexpr std::string_view kListening = "0A";
constexpr std::string_view kLoopback6 = "00000000000000000000000001000000";
constexpr std::string_view kLoopback4In6 = "0000000000000000FFFF0000";
constexpr std::size_t kAddress4 = 8;

bool is_loopback(std::string_view address) {
    if (address == kLoopback6) return true;
    if (address.starts_with(kLoopback4In6)) address.remove_prefix(kLoopback4In6.size());
    return address.size() == kAddress4 && address.ends_with("7F");
}

std::string all_of(const char* path) {
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace

bool listens_beyond_loopback(std::string_view table, std::uint16_t port) {
    std::array<char, 8> digits{};
    std::snprintf(digits.data(), digits.size(), ":%04X", static_cast<unsigned>(port));
    std::istringstream lines{std::string{table}};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words{line};
        std::string slot, local, remote, state;
        words >> slot >> local >> remote >> state;
        if (state != kListening || !local.ends_with(digits.data())) continue;
        if (!is_loopback(std::string_view{local}.substr(0, local.find(':')))) return true;
    }
    return false;
}

bool listens_beyond_loopback(std::uint16_t port) {
    return listens_beyond_loopback(all_of("/proc/net/tcp"), port) ||
           listens_beyond_loopback(all_of("/proc/net/tcp6"), port);
}

}  // namespace unrip::unripctl

#include "e2e/clocks.hpp"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace unrip::test {
namespace {

namespace fs = std::filesystem;

std::string find_library() {
    // Nothing in a test changes its environment.
    // NOLINTNEXTLINE(concurrency-mt-unsafe)
    if (const char* given = std::getenv("UNRIP_LIBFAKETIME")) return given;
    std::error_code none;
    for (const auto& machine : fs::directory_iterator{"/usr/lib", none}) {
        const auto place = machine.path() / "faketime/libfaketimeMT.so.1";
        if (fs::is_regular_file(place, none)) return place;
    }
    throw std::runtime_error{"no libfaketime: run scripts/deps, or set UNRIP_LIBFAKETIME"};
}

}  // namespace

Clocks::Clocks(bool can_turn) : library_{can_turn ? find_library() : std::string{}} {}

std::map<std::string, std::string> Clocks::environment(const std::string& process) const {
    if (library_.empty()) return {};
    turn(process, std::chrono::milliseconds{0});
    return {
        {"LD_PRELOAD", library_},
        {"FAKETIME_TIMESTAMP_FILE", (directory_.path() / process).string()},
        {"FAKETIME_CACHE_DURATION", "1"},
        {"FAKETIME_DONT_FAKE_MONOTONIC", "1"},
        {"FAKETIME_DISABLE_SHM", "1"},
        {"NO_FAKE_STAT", "1"}};
}

void Clocks::turn(const std::string& process, std::chrono::milliseconds ahead) const {
    const auto ms = ahead.count();
    auto text = std::string{ms < 0 ? "-" : "+"} + std::to_string(std::abs(ms) / 1'000) + ".";
    const auto rest = std::to_string(std::abs(ms) % 1'000);
    text += std::string(3 - rest.size(), '0') + rest + "\n";
    // Renamed into its place: a file that is half written would be no time at all.
    directory_.write(process + ".next", text);
    fs::rename(directory_.path() / (process + ".next"), directory_.path() / process);
}

}  // namespace unrip::test

#include "runtime/utc_text.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace unrip::runtime {

std::string utc_text(Instant at) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
    const std::time_t whole = seconds.time_since_epoch().count();
    std::tm utc{};
    gmtime_r(&whole, &utc);
    std::array<char, 32> text{};
    const auto size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc);
    const auto ms = std::chrono::floor<Milliseconds>(at - seconds).count();
    std::array<char, 8> places{};
    std::snprintf(places.data(), places.size(), ".%03dZ", static_cast<int>(ms % 1000));
    return std::string{text.data(), size} + places.data();
}

}  // namespace unrip::runtime

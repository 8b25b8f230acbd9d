#include "bus/durability.hpp"

#include <charconv>
#include <cstdint>
#include <utility>

namespace unrip::bus {
namespace {

/// The number at the start of a text, and what follows it.
std::optional<std::pair<std::int64_t, std::string_view>> leading_number(std::string_view text) {
    std::int64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc{} || number < 0) return std::nullopt;
    return std::pair{number, text.substr(static_cast<std::size_t>(read.ptr - text.data()))};
}

std::optional<std::int64_t> milliseconds_of(std::string_view unit) {
    if (unit == "ms") return 1;
    if (unit == "s") return 1'000;
    if (unit == "m") return 60'000;
    return std::nullopt;
}

}  // namespace

std::optional<Milliseconds> Durability::settling_time() const {
    switch (kind) {
        case Kind::synced_always:
            return Milliseconds{0};
        case Kind::synced_interval:
            return 2 * interval;
        case Kind::lazy:
            return std::nullopt;
    }
    check(false, "a durability of no known kind");
    return std::nullopt;
}

std::string to_text(const Durability& durability) {
    switch (durability.kind) {
        case Durability::Kind::synced_always:
            return "synced-always";
        case Durability::Kind::synced_interval: {
            const auto ms = durability.interval.count();
            return ms % 1'000 == 0 ? "synced-" + std::to_string(ms / 1'000) + "s"
                                   : "synced-" + std::to_string(ms) + "ms";
        }
        case Durability::Kind::lazy:
            return "lazy";
    }
    check(false, "a durability of no known kind");
    return {};
}

Result<Durability> parse_sync(std::string_view text) {
    if (text == "always") return Durability{Durability::Kind::synced_always, Milliseconds{0}};
    constexpr std::int64_t longest_ms = 3'600'000;
    const auto number = leading_number(text);
    const auto unit = number ? milliseconds_of(number->second) : std::nullopt;
    if (!unit || number->first == 0 || number->first > longest_ms / *unit) {
        return fail(
            Error::Kind::malformed,
            "a sync interval is 'always' or like '1s' and at most an hour, not '" +
                std::string{text} + "'"
        );
    }
    return Durability{Durability::Kind::synced_interval, Milliseconds{number->first * *unit}};
}

bool can_sync(std::string_view server_version) {
    constexpr std::pair<std::int64_t, std::int64_t> first_that_can{2, 10};
    if (server_version.starts_with('v')) server_version.remove_prefix(1);
    const auto major = leading_number(server_version);
    if (!major || !major->second.starts_with('.')) return false;
    const auto minor = leading_number(major->second.substr(1));
    return minor && std::pair{major->first, minor->first} >= first_that_can;
}

Durability durability_of(std::string_view server_version, std::string_view declared_sync) {
    const auto declared = parse_sync(declared_sync);
    return declared && can_sync(server_version) ? *declared : Durability{};
}

}  // namespace unrip::bus

// The typed getters of Env: each says what it must be when it is not.

#include "runtime/env.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <limits>
#include <system_error>

namespace unrip::runtime {
namespace {

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number);
    if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
    return number;
}

struct Unit {
    std::string_view name;
    std::int64_t nanoseconds;
};
constexpr std::array kUnits = {
    Unit{"h", 3'600'000'000'000},
    Unit{"m", 60'000'000'000},
    Unit{"s", 1'000'000'000},
    Unit{"ms", 1'000'000}};

std::optional<Nanoseconds> parse_duration(std::string_view text) {
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto count = whole_number(text.substr(0, digits));
    const auto unit = std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& one) {
        return one.name == text.substr(digits);
    });
    if (!count || unit == kUnits.end()) return std::nullopt;
    if (*count > std::numeric_limits<std::int64_t>::max() / unit->nanoseconds) return std::nullopt;
    return Nanoseconds{*count * unit->nanoseconds};
}

std::string duration_text(Nanoseconds duration) {
    for (const auto& unit : kUnits) {
        const bool fits = duration.count() % unit.nanoseconds == 0;
        if (fits && duration.count() >= unit.nanoseconds)
            return std::to_string(duration.count() / unit.nanoseconds) + std::string{unit.name};
    }
    return "0s";
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        auto part = text.substr(0, comma);
        part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
        part = part.substr(0, part.find_last_not_of(' ') + 1);
        if (!part.empty()) parts.emplace_back(part);
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return parts;
}

bool is_url(std::string_view text, std::initializer_list<std::string_view> schemes) {
    const auto end = text.find("://");
    if (end == std::string_view::npos) return false;
    if (std::find(schemes.begin(), schemes.end(), text.substr(0, end)) == schemes.end())
        return false;
    const auto rest = text.substr(end + 3);
    const auto bad = [](char c) { return c <= ' ' || c == '"' || c == '\\' || c == 0x7f; };
    if (std::any_of(rest.begin(), rest.end(), bad)) return false;
    const auto host = rest.substr(0, rest.find_first_of("/?#"));
    return !host.empty() && host.back() != '@' && host.front() != ':';
}

std::string either(std::initializer_list<std::string_view> choices, std::string_view after = "") {
    std::string text;
    std::size_t left = choices.size();
    for (const auto choice : choices) {
        text += std::string{choice} + std::string{after};
        if (--left > 0) text += left == 1 ? " or " : ", ";
    }
    return text;
}

}  // namespace

std::string shown_url(std::string_view url) {
    const auto end = url.find("://");
    if (end == std::string_view::npos) return std::string{url};
    const auto rest = url.substr(end + 3);
    const auto host_end = std::min(rest.find_first_of("/?#"), rest.size());
    const auto at = rest.substr(0, host_end).rfind('@');
    const bool user = at != std::string_view::npos;
    const auto host = rest.substr(user ? at + 1 : 0, host_end - (user ? at + 1 : 0));
    const bool more = host_end < rest.size() && rest.substr(host_end) != "/";
    std::string shown{url.substr(0, end + 3)};
    return shown + (user ? "***@" : "") + std::string{host} + (more ? "/***" : "");
}

std::optional<std::string> Env::optional_text(std::string_view name) {
    return value_of(variable(name));
}

std::string Env::text(std::string_view name) {
    if (auto value = optional_text(name)) return std::move(*value);
    missing(variable(name));
    return {};
}

std::string Env::one_of(std::string_view name, std::initializer_list<std::string_view> choices) {
    auto value = text(name);
    if (value.empty() || std::find(choices.begin(), choices.end(), value) != choices.end())
        return value;
    mistake(name, "be " + either(choices));
    return std::string{*choices.begin()};
}

std::int64_t Env::integer(std::string_view name, std::int64_t lowest, std::int64_t highest) {
    const auto value = text(name);
    if (value.empty()) return lowest;
    const auto number = whole_number(value);
    if (number && *number >= lowest && *number <= highest) return *number;
    mistake(
        name, "be a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest)
    );
    return lowest;
}

bool Env::flag(std::string_view name) {
    return one_of(name, {"false", "true"}) == "true";
}

Amount Env::amount(std::string_view name, unsigned decimals, std::string_view unit) {
    const auto value = text(name);
    if (value.empty()) return Amount{};
    const auto parsed = Amount::parse_tokens(value, decimals);
    if (parsed && !parsed->is_zero()) return *parsed;
    mistake(name, "be a positive number of " + std::string{unit} + ", such as 5 or 12.50");
    return Amount{};
}

Nanoseconds Env::duration(std::string_view name, Nanoseconds lowest, Nanoseconds highest) {
    const auto value = text(name);
    if (value.empty()) return lowest;
    const auto parsed = parse_duration(value);
    if (parsed && *parsed >= lowest && *parsed <= highest) return *parsed;
    mistake(
        name,
        "be a time from " + duration_text(lowest) + " to " + duration_text(highest) +
            ", such as 250ms, 5s, 2m or 1h"
    );
    return lowest;
}

std::string Env::url(std::string_view name, std::initializer_list<std::string_view> schemes) {
    auto value = text(name);
    if (value.empty() || is_url(value, schemes)) return value;
    mistake(name, "be an address that begins with " + either(schemes, "://"));
    return {};
}

std::vector<std::string> Env::urls(
    std::string_view name, std::initializer_list<std::string_view> schemes
) {
    const auto value = text(name);
    if (value.empty()) return {};
    auto all = split(value);
    for (const auto& one : all) {
        if (is_url(one, schemes)) continue;
        // The whole list may hold the secrets of its other members: only the wrong one is shown.
        say(std::string{name} + " has the member \"" + shown_url(one) +
            "\"; each must be an address that begins with " + either(schemes, "://") +
            ", separated by commas.");
        return {};
    }
    if (all.empty()) missing(variable(name));
    return all;
}

std::vector<std::string> Env::list(std::string_view name) {
    return split(optional_text(name).value_or(""));
}

std::uint16_t Env::port(std::string_view name) {
    const auto value = text(name);
    if (value.empty()) return 0;
    const auto number = whole_number(value);
    if (number && *number >= 0 && *number <= 65535) return static_cast<std::uint16_t>(*number);
    if (injected_by_kubernetes(name, value)) {
        say(std::string{name} + " is \"" + value +
            "\", which Kubernetes injects for the service of that name; it must be a port. Set "
            "enableServiceLinks: false in the pod's spec, or set " +
            std::string{name} + " there.");
    } else {
        mistake(name, "be a port, such as " + std::string{variable(name).default_text});
    }
    return 0;
}

std::optional<std::string> Env::optional_file(std::string_view name) {
    auto value = optional_text(name);
    if (!value) return std::nullopt;
    // Opening tells what access() would not: a directory, a dangling link.
    const int fd = open(value->c_str(), O_RDONLY | O_CLOEXEC);
    char byte = 0;
    if (fd < 0 || read(fd, &byte, 1) < 0)
        mistake(
            name,
            std::string{"be a file that can be read ("} + std::system_category().message(errno) +
                ")"
        );
    if (fd >= 0) close(fd);
    return value;
}

std::string Env::file(std::string_view name) {
    if (auto value = optional_file(name)) return std::move(*value);
    missing(variable(name));
    return {};
}

}  // namespace unrip::runtime

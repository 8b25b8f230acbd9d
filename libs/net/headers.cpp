#include "net/headers.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>

namespace unrip::net {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_same_name(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
        return lower(a) == lower(b);
    });
}

/// RFC 9110: the characters of a token.
bool is_token_character(char c) {
    if ((c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z')) return true;
    return std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

bool is_value_character(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= ' ' && byte != 0x7F);
}

/// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that is still to be sent.
std::optional<Instant> parse_http_date(const std::string& text) {
    std::tm fields{};
    const char* end = strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &fields);
    if (end == nullptr || *end != '\0') return std::nullopt;
    return std::chrono::system_clock::from_time_t(timegm(&fields));
}

}  // namespace

std::optional<std::string_view> find_header(const Headers& headers, std::string_view name) {
    for (const auto& header : headers) {
        if (is_same_name(header.name, name)) return header.value;
    }
    return std::nullopt;
}

bool is_sendable(const Header& header) {
    return !header.name.empty() &&
           std::all_of(header.name.begin(), header.name.end(), is_token_character) &&
           std::all_of(header.value.begin(), header.value.end(), is_value_character);
}

std::optional<Milliseconds> parse_retry_after(std::string_view value, Instant now) {
    std::uint32_t seconds = 0;
    const auto* end = value.data() + value.size();
    const auto [stop, problem] = std::from_chars(value.data(), end, seconds);
    if (problem == std::errc{} && stop == end) return std::chrono::seconds{seconds};
    const auto date = parse_http_date(std::string{value});
    if (!date) return std::nullopt;
    return std::max(std::chrono::ceil<Milliseconds>(*date - now), Milliseconds{0});
}

}  // namespace unrip::net

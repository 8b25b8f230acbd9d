#include "runtime/http_target.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

namespace unrip::runtime {
namespace {

constexpr std::size_t kShownMax = 64;

/// Form decoding: %41 and + . Control characters are refused, a NUL above all.
std::optional<std::string> decode(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            out += text[at] == '+' ? ' ' : text[at];
            continue;
        }
        unsigned value = 0;
        const auto digits = text.substr(at + 1, 2);
        const auto parsed =
            std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (digits.size() != 2 || parsed.ptr != digits.data() + 2 || value < 0x20 || value == 0x7f)
            return std::nullopt;
        out += static_cast<char>(value);
        at += 2;
    }
    return out;
}

}  // namespace

Result<Target> parse_target(std::string_view text) {
    if (!text.starts_with('/'))
        return fail(
            Error::Kind::malformed, "The request must name a path that begins with a slash."
        );
    const auto is_control = [](char c) { return (c >= 0 && c < ' ') || c == 0x7f; };
    if (std::any_of(text.begin(), text.end(), is_control))
        return fail(Error::Kind::malformed, "The request's path holds control characters.");
    const auto question = text.find('?');
    Target target;
    target.path = text.substr(0, question);
    if (question == std::string_view::npos) return target;

    auto rest = text.substr(question + 1);
    while (!rest.empty()) {
        const auto end = std::min(rest.find('&'), rest.size());
        const auto pair = rest.substr(0, end);
        const auto equals = std::min(pair.find('='), pair.size());
        const auto name = decode(pair.substr(0, equals));
        const auto value = decode(pair.substr(std::min(equals + 1, pair.size())));
        if (!name || !value) return fail(Error::Kind::malformed, "The query can't be decoded.");
        if (!name->empty()) target.query.insert_or_assign(*name, *value);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return target;
}

std::string lower_case(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

std::string printable(std::string_view text) {
    std::string out{text.substr(0, kShownMax)};
    for (char& c : out) {
        if (c < ' ' || c > '~') c = '?';
    }
    return out;
}

}  // namespace unrip::runtime

#include "bus/ack_subject.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <vector>

namespace unrip::bus {
namespace {

std::vector<std::string_view> tokens_of(std::string_view subject) {
    std::vector<std::string_view> tokens;
    while (true) {
        const auto dot = subject.find('.');
        tokens.push_back(subject.substr(0, dot));
        if (dot == std::string_view::npos) return tokens;
        subject.remove_prefix(dot + 1);
    }
}

template <class Number>
bool read(std::string_view token, Number& number) {
    const auto* end = token.data() + token.size();
    const auto read = std::from_chars(token.data(), end, number);
    return read.ec == std::errc{} && read.ptr == end;
}

}  // namespace

Result<DeliveryFacts> parse_ack_subject(std::string_view subject) {
    const auto malformed = [&] {
        auto detail = "not the acknowledgement subject of a delivery: " + std::string{subject};
        return fail(Error::Kind::malformed, std::move(detail));
    };
    constexpr std::size_t short_form = 9;
    constexpr std::size_t long_form = 11;  // Or longer: what may follow does not concern us.
    const auto tokens = tokens_of(subject);
    const bool is_long = tokens.size() >= long_form;
    if (!subject.starts_with("$JS.ACK.") || (!is_long && tokens.size() != short_form)) {
        return malformed();
    }
    const std::size_t first = is_long ? 6 : 4;
    DeliveryFacts facts;
    std::int64_t stored_at_ns = 0;
    const bool is_good =
        read(tokens[first], facts.delivered) && read(tokens[first + 1], facts.stream_seq) &&
        read(tokens[first + 3], stored_at_ns) && read(tokens[first + 4], facts.pending);
    if (!is_good) return malformed();
    facts.stored_at = Instant{Nanoseconds{stored_at_ns}};
    return facts;
}

}  // namespace unrip::bus

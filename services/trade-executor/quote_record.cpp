#include "quote_record.hpp"

#include "near/bytes.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <optional>
#include <string_view>

namespace unrip::trade_executor {
namespace {

// In place of a length.
constexpr std::uint8_t kUuid = 255;
constexpr std::uint8_t kAsTheDecision = 254;
constexpr std::uint8_t kLong = 253;      // The length follows.
constexpr std::uint8_t kNumbered = 252;  // A decision's term and number.

constexpr std::size_t kUuidBytes = 16;
constexpr std::size_t kNumberedBytes = 8;
constexpr std::array<std::size_t, 4> kDashes{8, 13, 18, 23};
constexpr std::string_view kOfDecisions = "dec-";
constexpr std::string_view kOfCommands = "cmd-";

std::string uuid_text(const char* bytes) {
    auto text = near::to_hex(near::as_bytes(std::string_view{bytes, kUuidBytes}));
    for (const auto dash : kDashes)
        text.insert(dash, 1, '-');
    return text;
}

/// Its bytes, when these bring back the very same text.
std::optional<std::string> uuid_bytes(const std::string& text) {
    auto digits = text;
    std::erase(digits, '-');
    if (digits.size() != 2 * kUuidBytes) return std::nullopt;
    const auto read = near::parse_hex(digits);
    if (!read) return std::nullopt;
    std::string bytes{read->begin(), read->end()};
    if (uuid_text(bytes.data()) != text) return std::nullopt;
    return bytes;
}

std::string numbered_text(const char* bytes) {
    std::array<std::uint32_t, 2> numbers{};
    std::memcpy(numbers.data(), bytes, kNumberedBytes);
    return std::string{kOfDecisions} + std::to_string(numbers[0]) + "-" +
           std::to_string(numbers[1]);
}

/// The two numbers of "dec-<term>-<number>", when these bring back the very same text.
std::optional<std::string> numbered_bytes(const std::string& text) {
    if (!text.starts_with(kOfDecisions)) return std::nullopt;
    std::array<std::uint32_t, 2> numbers{};
    const auto* end = text.data() + text.size();
    const auto term = std::from_chars(text.data() + kOfDecisions.size(), end, numbers[0]);
    if (term.ec != std::errc{} || term.ptr == end) return std::nullopt;
    const auto number = std::from_chars(term.ptr + 1, end, numbers[1]);
    if (number.ec != std::errc{}) return std::nullopt;
    std::string bytes(kNumberedBytes, '\0');
    std::memcpy(bytes.data(), numbers.data(), kNumberedBytes);
    if (numbered_text(bytes.data()) != text) return std::nullopt;
    return bytes;
}

bool differ_by_kind_only(std::string_view decision, std::string_view command) {
    return decision.starts_with(kOfDecisions) && command.starts_with(kOfCommands) &&
           decision.substr(kOfDecisions.size()) == command.substr(kOfCommands.size());
}

void append(std::string& packed, const std::string& name) {
    if (const auto uuid = uuid_bytes(name)) {
        packed += static_cast<char>(kUuid);
        packed += *uuid;
        return;
    }
    if (const auto numbered = numbered_bytes(name)) {
        packed += static_cast<char>(kNumbered);
        packed += *numbered;
        return;
    }
    if (name.size() < kNumbered) {
        packed += static_cast<char>(name.size());
    } else {
        const std::size_t size = name.size();
        packed += static_cast<char>(kLong);
        packed.append(reinterpret_cast<const char*>(&size), sizeof size);
    }
    packed += name;
}

/// As many bytes as it has, the lowest first.
void append(std::string& packed, u128 bits) {
    const auto length_at = packed.size();
    packed += '\0';
    for (; bits != 0; bits >>= 8)
        packed += static_cast<char>(static_cast<std::uint8_t>(bits));
    packed[length_at] = static_cast<char>(packed.size() - length_at - 1);
}

/// The sign goes last, so that a small negative number is short too.
u128 folded(i128 number) {
    const auto bits = static_cast<u128>(number);
    return number < 0 ? ~(bits << 1U) : bits << 1U;
}
i128 unfolded(u128 bits) {
    return static_cast<i128>((bits & 1U) != 0 ? ~(bits >> 1U) : bits >> 1U);
}

/// How many bytes the field has that is of this kind; `at` moves on to them.
std::size_t bytes_of_field(std::uint8_t kind, const char*& at) {
    switch (kind) {
        case kUuid:
            return kUuidBytes;
        case kNumbered:
            return kNumberedBytes;
        case kAsTheDecision:
            return 0;
        case kLong: {
            std::size_t size = 0;
            std::memcpy(&size, at, sizeof size);
            at += sizeof size;
            return size;
        }
        default:
            return kind;
    }
}

}  // namespace

QuoteRecord::QuoteRecord(const Names& names, const Amounts& amounts) {
    std::string packed;
    append(packed, names.quote.text());
    append(packed, names.decision.text());
    if (differ_by_kind_only(names.decision.text(), names.command.text())) {
        packed += static_cast<char>(kAsTheDecision);
    } else {
        append(packed, names.command.text());
    }
    append(packed, folded(amounts.delta_in));
    append(packed, folded(amounts.delta_out));
    append(packed, amounts.notional_eure.atoms());
    packed_ = std::make_unique<char[]>(packed.size());  // NOLINT(modernize-avoid-c-arrays)
    std::copy(packed.begin(), packed.end(), packed_.get());
}

QuoteRecord::Field QuoteRecord::field(int number) const {
    const char* at = packed_.get();
    for (int passed = 0;; ++passed) {
        const auto kind = static_cast<std::uint8_t>(*at++);
        const auto size = bytes_of_field(kind, at);
        if (passed == number) return {kind, at, size};
        at += size;
    }
}

std::string QuoteRecord::name(int number) const {
    const auto found = field(number);
    switch (found.kind) {
        case kAsTheDecision:
            return std::string{kOfCommands} + name(number - 1).substr(kOfDecisions.size());
        case kUuid:
            return uuid_text(found.bytes);
        case kNumbered:
            return numbered_text(found.bytes);
        default:
            return std::string{found.bytes, found.size};
    }
}

u128 QuoteRecord::bits(int number) const {
    const auto found = field(number);
    u128 bits = 0;
    for (std::size_t byte = found.size; byte > 0; --byte)
        bits = bits << 8U | static_cast<std::uint8_t>(found.bytes[byte - 1]);
    return bits;
}

QuoteRecord::Amounts QuoteRecord::amounts() const {
    return {unfolded(bits(3)), unfolded(bits(4)), Amount{bits(5)}};
}

}  // namespace unrip::trade_executor

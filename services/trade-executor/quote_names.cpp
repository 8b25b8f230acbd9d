#include "quote_names.hpp"

#include "near/bytes.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace unrip::trade_executor {
namespace {

// In place of a length.
constexpr std::uint8_t kUuid = 255;
constexpr std::uint8_t kAsTheDecision = 254;
constexpr std::uint8_t kLong = 253;  // The length follows.

constexpr std::size_t kUuidBytes = 16;
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
    if (name.size() < kLong) {
        packed += static_cast<char>(name.size());
    } else {
        const std::size_t size = name.size();
        packed += static_cast<char>(kLong);
        packed.append(reinterpret_cast<const char*>(&size), sizeof size);
    }
    packed += name;
}

/// How many bytes the name has that begins with this length; `at` moves on to them.
std::size_t bytes_of_name(std::uint8_t length, const char*& at) {
    if (length == kUuid) return kUuidBytes;
    if (length < kLong) return length;
    std::size_t size = 0;
    std::memcpy(&size, at, sizeof size);
    at += sizeof size;
    return size;
}

}  // namespace

QuoteNames::QuoteNames(const QuoteId& quote, const DecisionId& decision, const CommandId& command) {
    std::string packed;
    append(packed, quote.text());
    append(packed, decision.text());
    if (differ_by_kind_only(decision.text(), command.text())) {
        packed += static_cast<char>(kAsTheDecision);
    } else {
        append(packed, command.text());
    }
    packed_ = std::make_unique<char[]>(packed.size());  // NOLINT(modernize-avoid-c-arrays)
    std::copy(packed.begin(), packed.end(), packed_.get());
}

std::string QuoteNames::name(int number) const {
    const char* at = packed_.get();
    for (int passed = 0;; ++passed) {
        const auto length = static_cast<std::uint8_t>(*at++);
        if (length == kAsTheDecision) {
            return std::string{kOfCommands} + name(passed - 1).substr(kOfDecisions.size());
        }
        const auto bytes = bytes_of_name(length, at);
        if (passed == number) return length == kUuid ? uuid_text(at) : std::string{at, bytes};
        at += bytes;
    }
}

}  // namespace unrip::trade_executor

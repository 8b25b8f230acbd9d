#include "near/base64.hpp"

#include <array>

namespace unrip::near {
namespace {

// Our own: libsodium 1.0.18 takes letters beyond ASCII for digits of base64.
constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char kPadding = '=';

constexpr std::array<std::int8_t, 256> letter_values() {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t at = 0; at < kAlphabet.size(); ++at) {
        table.at(static_cast<unsigned char>(kAlphabet[at])) = static_cast<std::int8_t>(at);
    }
    return table;
}

int letter_value(char letter) {
    static constexpr auto values = letter_values();
    return values.at(static_cast<unsigned char>(letter));
}

std::size_t padding_of(std::string_view text) {
    if (text.ends_with("==")) return 2;
    return text.ends_with(kPadding) ? 1 : 0;
}

Failure not_base64(std::string_view text) {
    return fail(Error::Kind::malformed, "not base64: " + std::string{text.substr(0, 100)});
}

}  // namespace

std::string to_base64(ByteView bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
        std::uint32_t group = 0;
        for (std::size_t index = 0; index < 3; ++index) {
            group = (group << 8U) | (index < count ? bytes[at + index] : 0U);
        }
        for (std::size_t letter = 0; letter < 4; ++letter) {
            const bool is_used = letter <= count;
            text += is_used ? kAlphabet[(group >> (18U - 6U * letter)) & 63U] : kPadding;
        }
    }
    return text;
}

Result<Bytes> parse_base64(std::string_view text) {
    if (text.size() % 4 != 0) return not_base64(text);
    const auto letters = text.substr(0, text.size() - padding_of(text));

    Bytes bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t pending = 0;  // Bits that do not make up a byte yet.
    unsigned pending_size = 0;
    for (const char letter : letters) {
        const int value = letter_value(letter);
        if (value < 0) return not_base64(text);
        pending = (pending << 6U) | static_cast<std::uint32_t>(value);
        pending_size += 6;
        if (pending_size >= 8) {
            pending_size -= 8;
            bytes.push_back(static_cast<std::uint8_t>(pending >> pending_size));
            pending &= (1U << pending_size) - 1;
        }
    }
    if (pending != 0) return not_base64(text);  // Bits that would be lost.
    return bytes;
}

}  // namespace unrip::near

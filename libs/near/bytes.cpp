#include "near/bytes.hpp"

namespace unrip::near {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

int digit_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

}  // namespace

std::string to_hex(ByteView bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const auto byte : bytes) {
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 15U];
    }
    return text;
}

Result<Bytes> parse_hex(std::string_view text) {
    if (text.size() % 2 != 0) return fail(Error::Kind::malformed, "half a byte of hexadecimal");
    Bytes bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t at = 0; at < text.size(); at += 2) {
        const int high = digit_value(text[at]);
        const int low = digit_value(text[at + 1]);
        if (high < 0 || low < 0) return fail(Error::Kind::malformed, "not hexadecimal");
        bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return bytes;
}

}  // namespace unrip::near

#include "store/array.hpp"

#include <cstdint>

namespace unrip::store {
namespace {

void append_quoted(std::string& array, std::string_view text) {
    array += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') array += '\\';
        array += c;
    }
    array += '"';
}

unsigned byte_at(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

/// How many bytes the well-formed UTF-8 character at `at` has; 0 when there is none.
std::size_t character_length(std::string_view text, std::size_t at) {
    const unsigned lead = byte_at(text, at);
    if (lead == 0) return 0;
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() - at < length) return 0;
    std::uint32_t code = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const unsigned next = byte_at(text, at + i);
        if ((next & 0xC0U) != 0x80) return 0;
        code = code << 6U | (next & 0x3FU);
    }
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    return surrogate || overlong || code > 0x10FFFF ? 0 : length;
}

}  // namespace

bool holds_nul(const Cell& cell) {
    return cell && cell->find('\0') != std::string::npos;
}

Result<std::string> to_array(const std::vector<const Cell*>& cells) {
    std::size_t size = 2;
    for (const Cell* cell : cells)
        size += *cell ? (*cell)->size() + 8 : 5;
    std::string array;
    array.reserve(size);
    array += '{';
    for (const Cell* cell : cells) {
        if (holds_nul(*cell)) return fail(Error::Kind::malformed, "a text holds the byte 0");
        if (array.size() > 1) array += ',';
        if (*cell) {
            append_quoted(array, **cell);
        } else {
            array += "NULL";
        }
    }
    array += '}';
    return array;
}

std::string to_bytea(std::string_view bytes) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string text = "\\x";
    text.reserve(2 + 2 * bytes.size());
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        text += kHex[byte_at(bytes, i) >> 4U];
        text += kHex[byte_at(bytes, i) & 15U];
    }
    return text;
}

std::string to_utf8(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto length = character_length(text, at);
        if (length == 0) {
            clean += '?';
            ++at;
        } else {
            clean += text.substr(at, length);
            at += length;
        }
    }
    return clean;
}

}  // namespace unrip::store

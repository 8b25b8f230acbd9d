#include "near/json_text.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace unrip::near {
namespace {

/// How many bytes follow a first byte of UTF-8; negative when it can't be a first byte.
int continuation_count(unsigned char lead) {
    if (lead < 0x80) return 0;
    if (lead >= 0xc2 && lead <= 0xdf) return 1;
    if (lead >= 0xe0 && lead <= 0xef) return 2;
    if (lead >= 0xf0 && lead <= 0xf4) return 3;
    return -1;
}

/// The second byte excludes overlong forms, surrogates and what lies beyond Unicode.
bool second_byte_fits(unsigned char lead, unsigned char second) {
    const unsigned char lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const unsigned char highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    return second >= lowest && second <= highest;
}

bool must_be_escaped(char letter) {
    return static_cast<unsigned char>(letter) < 0x20 || letter == '"' || letter == '\\';
}

void append_escaped(std::string& json, char letter) {
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr std::string_view special_letters = "\"\\\b\f\n\r\t";
    constexpr std::string_view their_names = "\"\\bfnrt";

    if (const auto named = special_letters.find(letter); named != std::string_view::npos) {
        json += '\\';
        json += their_names[named];
        return;
    }
    const auto code = static_cast<unsigned char>(letter);
    json += "\\u00";
    json += digits[code >> 4U];
    json += digits[code & 15U];
}

}  // namespace

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at++]);
        const int count = continuation_count(lead);
        if (count < 0 || at + static_cast<std::size_t>(count) > text.size()) return false;
        for (int index = 0; index < count; ++index, ++at) {
            const auto next = static_cast<unsigned char>(text[at]);
            if ((next & 0xc0U) != 0x80U) return false;
            if (index == 0 && !second_byte_fits(lead, next)) return false;
        }
    }
    return true;
}

void append_json_text(std::string& json, std::string_view text) {
    check(is_utf8(text), "a text that is not UTF-8 can't be JSON");
    json += '"';
    while (!text.empty()) {
        const auto* special = std::find_if(text.begin(), text.end(), must_be_escaped);
        const auto plain = static_cast<std::size_t>(special - text.begin());
        json.append(text, 0, plain);
        if (plain < text.size()) append_escaped(json, *special);
        text.remove_prefix(std::min(plain + 1, text.size()));
    }
    json += '"';
}

void JsonObject::add_key(std::string_view key) {
    if (json_.size() > 1) json_ += ',';
    append_json_text(json_, key);
    json_ += ':';
}

JsonObject& JsonObject::text(std::string_view key, std::string_view value) {
    add_key(key);
    append_json_text(json_, value);
    return *this;
}

JsonObject& JsonObject::raw(std::string_view key, std::string_view json) {
    add_key(key);
    json_ += json;
    return *this;
}

}  // namespace unrip::near

#include "venue/json/json_value.hpp"

#include <algorithm>
#include <array>

namespace unrip::venue {
namespace {

void append(std::string& out, const JsonValue& value);

void append(std::string& out, const JsonValue::Array& items) {
    out += '[';
    for (const auto& item : items) {
        if (&item != items.data()) out += ',';
        append(out, item);
    }
    out += ']';
}

void append(std::string& out, const JsonValue::Object& members) {
    out += '{';
    for (const auto& member : members) {
        if (&member != members.data()) out += ',';
        append_json_string(out, member.first);
        out += ':';
        append(out, member.second);
    }
    out += '}';
}

void append(std::string& out, const JsonValue& value) {
    if (const auto flag = value.boolean()) {
        out += *flag ? "true" : "false";
    } else if (const auto* number = value.number()) {
        out += *number;
    } else if (const auto* text = value.string()) {
        append_json_string(out, *text);
    } else if (const auto* items = value.array()) {
        append(out, *items);
    } else if (const auto* members = value.object()) {
        append(out, *members);
    } else {
        out += "null";
    }
}

}  // namespace

std::optional<bool> JsonValue::boolean() const {
    const auto* flag = std::get_if<bool>(&value_);
    return flag != nullptr ? std::optional{*flag} : std::nullopt;
}

const std::string* JsonValue::number() const {
    const auto* held = std::get_if<Number>(&value_);
    return held != nullptr ? &held->text : nullptr;
}

const std::string* JsonValue::string() const {
    return std::get_if<std::string>(&value_);
}

const JsonValue::Array* JsonValue::array() const {
    return std::get_if<Array>(&value_);
}

JsonValue::Array* JsonValue::array() {
    return std::get_if<Array>(&value_);
}

const JsonValue::Object* JsonValue::object() const {
    return std::get_if<Object>(&value_);
}

JsonValue::Object* JsonValue::object() {
    return std::get_if<Object>(&value_);
}

const JsonValue* JsonValue::find(std::string_view name) const {
    const auto* members = object();
    if (members == nullptr) return nullptr;
    const auto found = std::find_if(members->rbegin(), members->rend(), [&](const Member& member) {
        return member.first == name;
    });
    return found != members->rend() ? &found->second : nullptr;
}

const JsonValue* JsonValue::present(std::string_view name) const {
    const auto* found = find(name);
    return found != nullptr && !found->is_null() ? found : nullptr;
}

const std::string* JsonValue::text(std::string_view name) const {
    const auto* found = find(name);
    return found != nullptr ? found->string() : nullptr;
}

std::string JsonValue::to_text() const {
    constexpr std::size_t usual_size = 512;
    std::string out;
    out.reserve(usual_size);
    append(out, *this);
    return out;
}

std::string text_or_empty(const JsonValue& holder, std::string_view name) {
    const auto* text = holder.text(name);
    return text != nullptr ? *text : std::string{};
}

void append_json_string(std::string& out, std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    out += '"';
    std::size_t written = 0;  // What needs no escape goes out in whole pieces: nearly all of it.
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char letter = text[at];
        const auto code = static_cast<unsigned char>(letter);
        if (letter != '"' && letter != '\\' && code >= 0x20) continue;
        out += text.substr(written, at - written);
        written = at + 1;
        out += '\\';
        if (code >= 0x20) {
            out += letter;
            continue;
        }
        out += "u00";
        out += hex[code >> 4U];
        out += hex[code & 0xFU];
    }
    out += text.substr(written);
    out += '"';
}

std::string json_string(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 2);
    append_json_string(out, text);
    return out;
}

}  // namespace unrip::venue

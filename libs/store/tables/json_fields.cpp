#include "store/tables/json_fields.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace unrip::store {
namespace {

bool is_space(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

/// Between quotes that are known to be well-formed.
std::string without_escapes(std::string_view inside) {
    const auto read = nlohmann::json::parse('"' + std::string{inside} + '"', nullptr, false);
    return read.is_string() ? read.get<std::string>() : std::string{inside};
}

}  // namespace

JsonFields::JsonFields(std::string_view object) : text_{object} {
    skip_space();
    if (here() == '{') {
        ++at_;
    } else {
        at_ = text_.size();
    }
}

void JsonFields::skip_space() {
    while (at_ < text_.size() && is_space(text_[at_]))
        ++at_;
}

/// From a quote to behind the one that ends it: the next with an even number of backslashes before.
void JsonFields::skip_text() {
    const auto begin = at_ + 1;
    auto quote = begin;
    while (true) {
        quote = text_.find('"', quote);
        if (quote == std::string_view::npos) break;
        auto plain = quote;
        while (plain > begin && text_[plain - 1] == '\\')
            --plain;
        ++quote;
        if ((quote - 1 - plain) % 2 == 0) break;
    }
    at_ = std::min(quote, text_.size());
}

void JsonFields::skip_value() {
    std::size_t depth = 0;
    while (at_ < text_.size()) {
        const char letter = text_[at_];
        if (letter == '"') {
            skip_text();
        } else if (letter == '{' || letter == '[') {
            ++depth;
            ++at_;
        } else if (letter == '}' || letter == ']') {
            if (depth == 0) return;
            --depth;
            ++at_;
        } else if (depth == 0 && (letter == ',' || is_space(letter))) {
            return;
        } else {
            ++at_;
            continue;
        }
        if (depth == 0) return;
    }
}

std::optional<JsonFields::Field> JsonFields::next() {
    skip_space();
    if (here() == ',') {
        ++at_;
        skip_space();
    }
    if (here() != '"') return std::nullopt;
    const auto name_begin = at_;
    skip_text();
    const auto name = text_.substr(name_begin + 1, at_ - name_begin - 2);
    skip_space();
    if (here() != ':') return std::nullopt;
    ++at_;
    skip_space();
    const auto value_begin = at_;
    skip_value();
    return Field{name, text_.substr(value_begin, at_ - value_begin)};
}

bool JsonFields::has_name(const Field& field, std::string_view name) {
    if (field.name == name) return true;
    return field.name.find('\\') != std::string_view::npos && without_escapes(field.name) == name;
}

std::optional<std::string_view> json_field(std::string_view object, std::string_view name) {
    std::optional<std::string_view> value;
    JsonFields fields{object};
    while (const auto field = fields.next()) {
        if (JsonFields::has_name(*field, name)) value = field->value;
    }
    return value;
}

std::optional<std::string> cell_text(std::string_view value) {
    if (value == "null") return std::nullopt;
    if (!value.starts_with('"')) return std::string{value};
    const auto inside = value.substr(1, value.size() - 2);
    if (inside.find('\\') == std::string_view::npos) return std::string{inside};
    return without_escapes(inside);
}

}  // namespace unrip::store

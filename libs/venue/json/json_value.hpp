#pragma once

#include "core/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace unrip::venue {

/// A JSON document in which every number is still the text that came over the wire.
///
/// Venues send amounts of 18-decimal tokens and prices as JSON numbers; a reader that turns them
/// into doubles has changed them before anyone could look.
class JsonValue {
  public:
    struct Number {
        std::string text;
        friend bool operator==(const Number&, const Number&) = default;
    };
    using Array = std::vector<JsonValue>;
    using Member = std::pair<std::string, JsonValue>;
    using Object = std::vector<Member>;

    JsonValue() = default;
    explicit JsonValue(bool value) : value_{value} {}
    explicit JsonValue(Number number) : value_{std::move(number)} {}
    explicit JsonValue(std::string text) : value_{std::move(text)} {}
    explicit JsonValue(Array items) : value_{std::move(items)} {}
    explicit JsonValue(Object members) : value_{std::move(members)} {}

    bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
    std::optional<bool> boolean() const;
    const std::string* number() const;  ///< The number as it was written, or nullptr.
    const std::string* string() const;
    const Array* array() const;
    Array* array();
    const Object* object() const;
    Object* object();

    /// The member of that name, or nullptr when this is no object or has none. Of a name given
    /// twice the last counts, as every other reader of these messages has it.
    const JsonValue* find(std::string_view name) const;

    /// As `find`, but a member that is null counts as missing.
    const JsonValue* present(std::string_view name) const;

    /// The member's text, or nullptr unless it is a string.
    const std::string* text(std::string_view name) const;

    /// Compact JSON; numbers exactly as they came.
    std::string to_text() const;

    friend bool operator==(const JsonValue&, const JsonValue&) = default;

  private:
    std::variant<std::monostate, bool, Number, std::string, Array, Object> value_;
};

/// The member's text; empty when it is missing or no string.
std::string text_or_empty(const JsonValue& holder, std::string_view name);

/// Appends `text` to `out` as a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view text);

std::string json_string(std::string_view text);

}  // namespace unrip::venue

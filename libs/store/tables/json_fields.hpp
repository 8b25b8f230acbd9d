#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace unrip::store {

/// Walks over the fields of one JSON object and gives each value as its text, without reading what
/// is inside. Only for a text that somebody has read already: it must be JSON.
class JsonFields {
  public:
    /// The text of an object; of anything else there are no fields.
    explicit JsonFields(std::string_view object);

    struct Field {
        std::string_view name;   ///< As it stands there, without its quotes.
        std::string_view value;  ///< As it stands there, with its quotes or brackets.
    };
    std::optional<Field> next();

    /// Escapes in the field's name are understood.
    static bool has_name(const Field& field, std::string_view name);

  private:
    char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    void skip_space();
    void skip_text();
    void skip_value();

    std::string_view text_;
    std::size_t at_ = 0;
};

/// The value of the last field of this name, as readers of JSON take it.
std::optional<std::string_view> json_field(std::string_view object, std::string_view name);

/// A text without its quotes and escapes; anything else as it stands there; null is nothing.
std::optional<std::string> cell_text(std::string_view value);

}  // namespace unrip::store

#include "venue/json/read_json.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>

namespace unrip::venue {
namespace {

/// Builds the tree as the parser walks the text. While a container is open it is the last thing its
/// parent holds, so the pointers on the stack stay good.
class Builder final {
  public:
    explicit Builder(std::size_t depth_max) : depth_max_{depth_max} {}

    JsonValue take() { return std::move(*root_); }
    bool too_deep() const { return too_deep_; }

    bool null() { return put(JsonValue{}); }
    bool boolean(bool value) { return put(JsonValue{value}); }
    // Integers within 64 bits have one way to be written, so their text is not lost here.
    bool number_integer(std::int64_t value) { return put_number(std::to_string(value)); }
    bool number_unsigned(std::uint64_t value) { return put_number(std::to_string(value)); }
    // Fractions and integers beyond 64 bits: the parser hands over what was written.
    bool number_float(double /*value*/, const std::string& text) { return put_number(text); }
    bool string(std::string& text) { return put(JsonValue{std::move(text)}); }
    bool binary(nlohmann::json::binary_t& /*bytes*/) { return false; }

    // Room for what the messages of venues usually hold, so that most never grow.
    bool start_object(std::size_t /*size*/) {
        JsonValue::Object members;
        members.reserve(8);
        return open(JsonValue{std::move(members)});
    }
    bool start_array(std::size_t /*size*/) {
        JsonValue::Array items;
        items.reserve(2);
        return open(JsonValue{std::move(items)});
    }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(std::string& name) {
        key_ = std::move(name);
        return true;
    }

    bool parse_error(
        std::size_t /*position*/,
        const std::string& /*token*/,
        const nlohmann::json::exception& /**/
    ) {
        return false;
    }

  private:
    bool put_number(std::string text) { return put(JsonValue{JsonValue::Number{std::move(text)}}); }

    bool put(JsonValue value) {
        place(std::move(value));
        return true;
    }

    bool open(JsonValue container) {
        if (open_.size() >= depth_max_) {
            too_deep_ = true;
            return false;
        }
        open_.push_back(place(std::move(container)));
        return true;
    }

    bool close() {
        open_.pop_back();
        return true;
    }

    /// Puts the value where it belongs, and says where that is.
    JsonValue* place(JsonValue value) {
        if (open_.empty()) return &root_.emplace(std::move(value));
        if (auto* members = open_.back()->object()) {
            return &members->emplace_back(std::move(key_), std::move(value)).second;
        }
        return &open_.back()->array()->emplace_back(std::move(value));
    }

    std::size_t depth_max_;
    bool too_deep_ = false;
    std::optional<JsonValue> root_;
    std::string key_;
    std::vector<JsonValue*> open_;
};

}  // namespace

std::variant<JsonValue, JsonProblem> read_json(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes_max) return JsonProblem::oversized;
    Builder builder{limits.depth_max};
    const bool whole = nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
    if (!whole) return builder.too_deep() ? JsonProblem::too_deep : JsonProblem::malformed;
    return builder.take();
}

Result<JsonValue> read_json(std::string_view text) {
    auto read = read_json(text, JsonLimits{});
    if (auto* value = std::get_if<JsonValue>(&read)) return std::move(*value);
    return fail(Error::Kind::malformed, "not JSON: " + std::string{text.substr(0, 64)});
}

}  // namespace unrip::venue

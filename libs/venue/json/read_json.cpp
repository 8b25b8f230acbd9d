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

    JsonValue take() { return std::move(root_); }
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

    bool start_object(std::size_t /*size*/) { return open(JsonValue{JsonValue::Object{}}); }
    bool start_array(std::size_t /*size*/) { return open(JsonValue{JsonValue::Array{}}); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(std::string& name) {
        open_.back()->object()->emplace_back(std::move(name), JsonValue{});
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
        *place() = std::move(value);
        return true;
    }

    bool open(JsonValue container) {
        if (open_.size() >= depth_max_) {
            too_deep_ = true;
            return false;
        }
        auto* opened = place();
        *opened = std::move(container);
        open_.push_back(opened);
        return true;
    }

    bool close() {
        open_.pop_back();
        return true;
    }

    /// Where the next value belongs.
    JsonValue* place() {
        if (open_.empty()) return &root_;
        if (auto* members = open_.back()->object()) return &members->back().second;
        return &open_.back()->array()->emplace_back();
    }

    std::size_t depth_max_;
    bool too_deep_ = false;
    JsonValue root_;
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

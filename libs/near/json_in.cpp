#include "near/json_in.hpp"

#include <nlohmann/json.hpp>

namespace unrip::near::json_in {
namespace {

using nlohmann::json;

Failure missing(std::string_view what, std::string_view key) {
    return fail(Error::Kind::malformed, std::string{what} + " expected in " + std::string{key});
}

}  // namespace

Result<json> parse(std::string_view text) {
    auto value = json::parse(text, nullptr, false);
    if (value.is_discarded()) {
        return fail(Error::Kind::malformed, "not JSON: " + std::string{text.substr(0, 100)});
    }
    return value;
}

const json* find(const json& object, std::string_view key) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

Result<std::string> text(const json& object, std::string_view key) {
    const auto* member = find(object, key);
    if (member == nullptr || !member->is_string()) return missing("a text", key);
    return member->get_ref<const std::string&>();
}

Result<std::uint64_t> count(const json& object, std::string_view key) {
    const auto* member = find(object, key);
    if (member == nullptr || !member->is_number_unsigned()) return missing("a count", key);
    return member->get<std::uint64_t>();
}

Result<std::optional<std::string>> optional_text(const json& object, std::string_view key) {
    const auto* member = find(object, key);
    if (member == nullptr || member->is_null()) return std::optional<std::string>{};
    if (!member->is_string()) return missing("a text", key);
    return std::optional{member->get_ref<const std::string&>()};
}

std::string shown(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace).substr(0, 300);
}

}  // namespace unrip::near::json_in

#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace unrip::vectors {

/// What the codecs wrote, as the vectors compare it: by value, not by spelling.
inline nlohmann::json parsed(const std::string& text) {
    return nlohmann::json::parse(text);
}

/// The member as text, or the fallback when it is missing or null.
inline std::string text_at(
    const nlohmann::json& object, const char* name, const std::string& fallback = {}
) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : fallback;
}

}  // namespace unrip::vectors

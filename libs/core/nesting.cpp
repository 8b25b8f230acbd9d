#include "core/nesting.hpp"

namespace unrip {

bool is_nested_deeper(std::string_view json, std::size_t levels) {
    std::size_t depth = 0;
    bool is_in_text = false;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (is_in_text) {
            if (c == '\\') ++at;
            if (c == '"') is_in_text = false;
        } else if (c == '"') {
            is_in_text = true;
        } else if (c == '[' || c == '{') {
            if (++depth > levels) return true;
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        }
    }
    return false;
}

}  // namespace unrip

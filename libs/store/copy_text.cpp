#include "store/copy_text.hpp"

namespace unrip::store {
namespace {

constexpr std::string_view kSpecial = "\\\t\n\r";

void append_escaped(std::string& text, std::string_view cell) {
    for (auto at = cell.find_first_of(kSpecial); at != std::string_view::npos;
         at = cell.find_first_of(kSpecial)) {
        text += cell.substr(0, at);
        text += '\\';
        const char letter = cell[at];
        text += letter == '\t' ? 't' : letter == '\n' ? 'n' : letter == '\r' ? 'r' : letter;
        cell.remove_prefix(at + 1);
    }
    text += cell;
}

}  // namespace

std::string to_copy_text(std::span<const Cells* const> rows) {
    std::size_t size = 0;
    for (const Cells* row : rows) {
        for (const auto& cell : *row)
            size += cell ? cell->size() + 1 : 3;
    }
    std::string text;
    text.reserve(size + size / 8);
    for (const Cells* row : rows) {
        if (!text.empty()) text += '\n';
        bool is_first = true;
        for (const auto& cell : *row) {
            if (!is_first) text += '\t';
            is_first = false;
            if (cell) {
                append_escaped(text, *cell);
            } else {
                text += "\\N";
            }
        }
    }
    return text;
}

}  // namespace unrip::store

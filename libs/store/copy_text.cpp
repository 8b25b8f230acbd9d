#include "store/copy_text.hpp"

#include <algorithm>

namespace unrip::store {
namespace {

bool is_special(char letter) {
    return letter == '\\' || letter == '\t' || letter == '\n' || letter == '\r';
}

char letter_for(char special) {
    return special == '\t' ? 't' : special == '\n' ? 'n' : special == '\r' ? 'r' : special;
}

char special_for(char letter) {
    return letter == 't' ? '\t' : letter == 'n' ? '\n' : letter == 'r' ? '\r' : letter;
}

std::string without_escapes(std::string_view cell) {
    std::string text;
    text.reserve(cell.size());
    for (std::size_t at = 0; at < cell.size(); ++at) {
        const bool escaped = cell[at] == '\\' && at + 1 < cell.size();
        text += escaped ? special_for(cell[++at]) : cell[at];
    }
    return text;
}

}  // namespace

void append_copy_cell(std::string& text, std::string_view cell) {
    for (auto special = std::find_if(cell.begin(), cell.end(), is_special); special != cell.end();
         special = std::find_if(cell.begin(), cell.end(), is_special)) {
        const auto plain = static_cast<std::size_t>(special - cell.begin());
        text += cell.substr(0, plain);
        text += '\\';
        text += letter_for(*special);
        cell.remove_prefix(plain + 1);
    }
    text += cell;
}

void append_copy_cell(std::string& text, const Cell& cell) {
    if (cell) {
        append_copy_cell(text, std::string_view{*cell});
    } else {
        text += kCopyNull;
    }
}

void append_copy_line(std::string& text, const Cells& row) {
    bool is_first = true;
    for (const auto& cell : row) {
        if (!is_first) text += '\t';
        is_first = false;
        append_copy_cell(text, cell);
    }
}

std::string to_copy_text(std::span<const Cells* const> rows) {
    std::string text;
    bool is_first = true;
    for (const Cells* row : rows) {
        if (!is_first) text += '\n';
        is_first = false;
        append_copy_line(text, *row);
    }
    return text;
}

Cells cells_of_copy_line(std::string_view line) {
    Cells cells;
    while (true) {
        const auto tab = std::min(line.find('\t'), line.size());
        const auto cell = line.substr(0, tab);
        cells.push_back(cell == kCopyNull ? Cell{} : Cell{without_escapes(cell)});
        if (tab == line.size()) return cells;
        line.remove_prefix(tab + 1);
    }
}

}  // namespace unrip::store

#pragma once

#include "store/session.hpp"

#include <span>
#include <string>
#include <string_view>

namespace unrip::store {

// Rows as COPY reads them in its text format: a line each, tabs between cells, \N for NULL. No cell
// holds the byte 0.

/// What NULL looks like.
inline constexpr std::string_view kCopyNull = "\\N";

void append_copy_cell(std::string& text, std::string_view cell);
void append_copy_cell(std::string& text, const Cell& cell);
void append_copy_line(std::string& text, const Cells& row);

/// All rows, without the last line end.
std::string to_copy_text(std::span<const Cells* const> rows);

/// A line's cells again.
Cells cells_of_copy_line(std::string_view line);

}  // namespace unrip::store

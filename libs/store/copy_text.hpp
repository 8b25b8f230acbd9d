#pragma once

#include "store/session.hpp"

#include <span>
#include <string>

namespace unrip::store {

/// Rows as COPY reads them in its text format: a line each, tabs between cells, \N for NULL;
/// without the last line end. No cell holds the byte 0.
std::string to_copy_text(std::span<const Cells* const> rows);

}  // namespace unrip::store

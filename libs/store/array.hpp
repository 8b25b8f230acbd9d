#pragma once

#include "core/result.hpp"
#include "store/session.hpp"

#include <string>
#include <vector>

namespace unrip::store {

/// True for a text that PostgreSQL can't hold: it has no byte 0.
bool holds_nul(const Cell& cell);

/// A column's cells as one PostgreSQL array: {"a","b\"c",NULL}. Any bytes come out as they went in.
/// `malformed` for a cell that holds_nul().
Result<std::string> to_array(const std::vector<const Cell*>& cells);

/// Bytes as PostgreSQL reads a bytea: \x00ff.
std::string to_bytea(std::string_view bytes);

/// The text with what PostgreSQL would refuse (byte 0, broken UTF-8) shown as '?'.
std::string to_utf8(std::string_view text);

}  // namespace unrip::store

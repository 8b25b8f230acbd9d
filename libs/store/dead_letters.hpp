#pragma once

#include "store/batch.hpp"
#include "store/table.hpp"

namespace unrip::store {

/// `dead_letters`: what could not become a row, byte for byte, with the reason.
const Table& dead_letter_table();

/// The row of one of them, in that table's columns; holds nothing that PostgreSQL could refuse.
Cells dead_letter_row(const DeadLetter& letter);

}  // namespace unrip::store

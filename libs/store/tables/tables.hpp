#pragma once

#include "store/table.hpp"

#include <vector>

namespace unrip::store {

/// The newest file of migrations/ that these tables were written for: what check_schema() wants.
inline constexpr int kSchemaVersion = 7;

/// Every table of the history that messages become rows of: one for each event of the catalog.
std::vector<Table> history_tables();

}  // namespace unrip::store

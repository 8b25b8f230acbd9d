#pragma once

#include "store/table.hpp"

#include <vector>

// Internal to libs/store: the tables by what they are about, one .cpp each.

namespace unrip::store {

std::vector<Table> demand_tables();
std::vector<Table> trades_tables();
std::vector<Table> state_tables();
std::vector<Table> operations_tables();

}  // namespace unrip::store

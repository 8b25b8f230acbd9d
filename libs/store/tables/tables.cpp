#include "store/tables/tables.hpp"

#include "store/tables/areas.hpp"

#include <iterator>
#include <utility>

namespace unrip::store {

std::vector<Table> history_tables() {
    std::vector<Table> all;
    for (auto area : {demand_tables, trades_tables, state_tables, operations_tables}) {
        auto tables = area();
        std::move(tables.begin(), tables.end(), std::back_inserter(all));
    }
    return all;
}

}  // namespace unrip::store

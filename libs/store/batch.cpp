#include "store/batch.hpp"

#include "core/check.hpp"
#include "store/array.hpp"

#include <algorithm>

namespace unrip::store {

Batch sort_by_table(const TablesBySubject& tables, std::span<const Incoming> messages) {
    Batch batch;
    for (const auto& message : messages) {
        const auto table = tables.find(message.subject);
        if (table == tables.end()) {
            batch.dead.push_back({&message, "no table takes this subject"});
            continue;
        }
        auto cells = table->second->row(message);
        if (!cells) {
            batch.dead.push_back({&message, cells.error().detail});
            continue;
        }
        check(cells->size() == table->second->columns.size(), "a row with other columns");
        const auto bad = std::find_if(cells->begin(), cells->end(), holds_nul);
        if (bad != cells->end()) {
            const auto at = static_cast<std::size_t>(bad - cells->begin());
            batch.dead.push_back({&message, table->second->columns[at].name + " holds the byte 0"});
            continue;
        }
        batch.rows[table->second].push_back({&message, std::move(*cells)});
    }
    return batch;
}

}  // namespace unrip::store

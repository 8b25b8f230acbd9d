#include "store/batch.hpp"

#include "core/check.hpp"
#include "messages/envelope.hpp"
#include "store/array.hpp"

#include <algorithm>

namespace unrip::store {
namespace {

/// A message of another version than ours is no mistake of its sender.
messages::DeadLetterReason reason_for(const Table& table, const Incoming& message) {
    const auto header = messages::decode_header(message.payload);
    const bool foreign = header && header->schema != table.schema;
    return foreign ? messages::DeadLetterReason::unknown_schema
                   : messages::DeadLetterReason::malformed;
}

}  // namespace

void sort_in(Batch& batch, const TablesBySubject& tables, const Incoming& message) {
    const auto table = tables.find(message.subject);
    if (table == tables.end()) {
        const auto reason = messages::DeadLetterReason::unknown_subject;
        batch.dead.push_back({&message, reason, "no table takes this subject"});
        return;
    }
    auto cells = table->second->row(message);
    if (!cells) {
        const auto reason = reason_for(*table->second, message);
        batch.dead.push_back({&message, reason, cells.error().detail});
        return;
    }
    check(cells->size() == table->second->columns.size(), "a row with other columns");
    const auto bad = std::find_if(cells->begin(), cells->end(), holds_nul);
    if (bad != cells->end()) {
        const auto at = static_cast<std::size_t>(bad - cells->begin());
        const auto reason = messages::DeadLetterReason::refused_by_database;
        const auto& column = table->second->columns[at].name;
        batch.dead.push_back({&message, reason, column + " holds the byte 0"});
        return;
    }
    batch.rows[table->second].push_back({&message, std::move(*cells)});
}

Batch sort_by_table(const TablesBySubject& tables, std::span<const Incoming> messages) {
    Batch batch;
    for (const auto& message : messages)
        sort_in(batch, tables, message);
    return batch;
}

}  // namespace unrip::store

#include "store/row_insert.hpp"

#include "store/array.hpp"
#include "store/dead_letters.hpp"

#include <algorithm>

namespace unrip::store {
namespace {

constexpr std::size_t kReasonsShown = 5;

/// One array per column over all rows.
Result<Cells> to_parameters(std::size_t columns, std::span<const Batch::Row> rows) {
    Cells parameters;
    parameters.reserve(columns);
    std::vector<const Cell*> column(rows.size());
    for (std::size_t at = 0; at < columns; ++at) {
        for (std::size_t row = 0; row < rows.size(); ++row)
            column[row] = &rows[row].cells[at];
        auto array = to_array(column);
        if (!array) return array.failure();
        parameters.emplace_back(std::move(*array));
    }
    return parameters;
}

}  // namespace

bool may_be_copied(const Table& table) {
    return std::all_of(table.columns.begin(), table.columns.end(), [](const Column& column) {
        return column.form == Column::Form::text;
    });
}

Result<std::size_t> insert_rows(
    Transaction& transaction, const Table& table, std::span<const Batch::Row> rows
) {
    const auto parameters = to_parameters(table.columns.size(), rows);
    if (!parameters) return parameters.failure();
    const auto statement = insert_statement(table.name, table.columns);
    const auto inserted = transaction.run_prepared(statement, *parameters);
    if (!inserted) return inserted.failure();
    return inserted->affected;
}

Result<void> bury(
    Transaction& transaction, const std::vector<DeadLetter>& dead, BatchReport& report
) {
    if (dead.empty()) return {};
    std::vector<Batch::Row> rows;
    rows.reserve(dead.size());
    for (const auto& letter : dead) {
        rows.push_back({letter.message, dead_letter_row(letter)});
        if (report.dead_details.size() < kReasonsShown) {
            report.dead_details.push_back(
                to_utf8(letter.message->subject) + ": " + to_utf8(letter.detail)
            );
        }
    }
    const auto inserted = insert_rows(transaction, dead_letter_table(), rows);
    if (!inserted) return inserted.failure();
    report.dead_letters.inserted = *inserted;
    report.dead_letters.duplicates = rows.size() - *inserted;
    return {};
}

}  // namespace unrip::store

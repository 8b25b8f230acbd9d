#include "store/batch_writer.hpp"

#include "store/array.hpp"
#include "store/dead_letters.hpp"
#include "store/sqlstate.hpp"

#include <algorithm>

namespace unrip::store {
namespace {

constexpr std::size_t kReasonsShown = 5;
/// Below, the one round trip of a prepared statement is quicker.
constexpr std::size_t kWorthCopying = 16;

/// COPY knows no function that makes bytes of hex digits.
bool may_be_copied(const Table& table) {
    return std::all_of(table.columns.begin(), table.columns.end(), [](const Column& column) {
        return column.form == Column::Form::text;
    });
}

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

Result<BatchReport> BatchWriter::write(Batch batch) {
    dead_ = std::move(batch.dead);
    for (const auto& [table, rows] : batch.rows) {
        auto& counts = report_.tables[table->name];
        const auto copied = copy(*table, rows);
        if (!copied) return copied.failure();
        if (*copied) {
            counts.inserted += rows.size();
            continue;
        }
        counts.duplicates += rows.size();  // Until they turn out to be new, or dead.
        const auto done = insert(*table, insert_statement(table->name, table->columns), rows);
        if (!done) return done.failure();
    }
    const auto buried = bury(dead_);
    if (!buried) return buried.failure();
    return std::move(report_);
}

Result<bool> BatchWriter::copy(const Table& table, Rows rows) {
    if (rows.size() < kWorthCopying || !may_be_copied(table)) return false;
    std::vector<std::string> columns;
    for (const auto& column : table.columns)
        columns.push_back(column.name);
    std::vector<const Cells*> cells;
    cells.reserve(rows.size());
    for (const auto& row : rows)
        cells.push_back(&row.cells);

    const auto marked = transaction_.run("savepoint rows");
    if (!marked) return marked.failure();
    const auto copied = transaction_.copy(table.name, columns, cells);
    const bool blamed = !copied && copied.error().kind == Error::Kind::refused &&
                        blames_the_row(transaction_.sqlstate());
    if (!copied && !blamed) return copied.failure();
    const auto left = transaction_.run(
        copied ? "release savepoint rows" : "rollback to savepoint rows; release savepoint rows"
    );
    if (!left) return left.failure();
    return !blamed;
}

Result<void> BatchWriter::insert(const Table& table, const std::string& statement, Rows rows) {
    const auto parameters = to_parameters(table.columns.size(), rows);
    if (!parameters) return parameters.failure();
    const auto marked = transaction_.run("savepoint rows");
    if (!marked) return marked.failure();
    const auto inserted = transaction_.run_prepared(statement, *parameters);
    if (inserted) {
        auto& counts = report_.tables[table.name];
        counts.inserted += inserted->affected;
        counts.duplicates -= inserted->affected;
        const auto released = transaction_.run("release savepoint rows");
        return released ? Result<void>{} : Result<void>{released.failure()};
    }
    if (inserted.error().kind != Error::Kind::refused || !blames_the_row(transaction_.sqlstate())) {
        return inserted.failure();
    }
    const auto undone = transaction_.run("rollback to savepoint rows; release savepoint rows");
    if (!undone) return undone.failure();
    if (rows.size() == 1) {
        --report_.tables[table.name].duplicates;
        const auto reason = messages::DeadLetterReason::refused_by_database;
        dead_.push_back({rows.front().message, reason, inserted.error().detail});
        return {};
    }
    const auto half = rows.size() / 2;
    auto first = insert(table, statement, rows.first(half));
    if (!first) return first;
    return insert(table, statement, rows.subspan(half));
}

Result<void> BatchWriter::bury(const std::vector<DeadLetter>& dead) {
    if (dead.empty()) return {};
    std::vector<Batch::Row> rows;
    rows.reserve(dead.size());
    for (const auto& letter : dead) {
        rows.push_back({letter.message, dead_letter_row(letter)});
        if (report_.dead_details.size() < kReasonsShown) {
            report_.dead_details.push_back(
                to_utf8(letter.message->subject) + ": " + to_utf8(letter.detail)
            );
        }
    }
    const auto& table = dead_letter_table();
    const auto parameters = to_parameters(table.columns.size(), rows);
    if (!parameters) return parameters.failure();
    const auto inserted =
        transaction_.run_prepared(insert_statement(table.name, table.columns), *parameters);
    if (!inserted) return inserted.failure();
    report_.dead_letters.inserted = inserted->affected;
    report_.dead_letters.duplicates = rows.size() - inserted->affected;
    return {};
}

}  // namespace unrip::store

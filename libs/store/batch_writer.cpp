#include "store/batch_writer.hpp"

#include "store/copy_text.hpp"
#include "store/row_insert.hpp"
#include "store/sqlstate.hpp"

#include <algorithm>

namespace unrip::store {
namespace {

constexpr std::size_t kLinesAtATime = 50;

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
        const auto done = insert(*table, rows);
        if (!done) return done.failure();
    }
    const auto buried = bury(transaction_, dead_, report_);
    if (!buried) return buried.failure();
    return std::move(report_);
}

Result<bool> BatchWriter::copy(const Table& table, Rows rows) {
    if (rows.size() < kWorthCopying || !may_be_copied(table)) return false;
    std::vector<const Cells*> cells;
    cells.reserve(rows.size());
    for (const auto& row : rows)
        cells.push_back(&row.cells);
    std::span<const Cells* const> remaining{cells};
    const auto next = [&](std::string& lines) {
        const auto some = remaining.first(std::min(kLinesAtATime, remaining.size()));
        lines = to_copy_text(some);
        remaining = remaining.subspan(some.size());
        return !some.empty();
    };

    const auto marked = transaction_.run("savepoint rows");
    if (!marked) return marked.failure();
    const auto copied = transaction_.copy(table.name, column_names(table), next);
    const bool blamed = !copied && copied.error().kind == Error::Kind::refused &&
                        blames_the_row(transaction_.sqlstate());
    if (!copied && !blamed) return copied.failure();
    const auto left = transaction_.run(
        copied ? "release savepoint rows" : "rollback to savepoint rows; release savepoint rows"
    );
    if (!left) return left.failure();
    return !blamed;
}

Result<void> BatchWriter::insert(const Table& table, Rows rows) {
    const auto marked = transaction_.run("savepoint rows");
    if (!marked) return marked.failure();
    const auto inserted = insert_rows(transaction_, table, rows);
    if (inserted) {
        auto& counts = report_.tables[table.name];
        counts.inserted += *inserted;
        counts.duplicates -= *inserted;
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
    auto first = insert(table, rows.first(half));
    if (!first) return first;
    return insert(table, rows.subspan(half));
}

}  // namespace unrip::store

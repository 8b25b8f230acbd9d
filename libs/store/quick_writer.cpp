#include "store/quick_writer.hpp"

#include "core/check.hpp"
#include "store/copy_text.hpp"
#include "store/row_insert.hpp"

#include <map>

namespace unrip::store {
namespace {

/// As much as libpq gathers before it writes to its socket.
constexpr std::size_t kLinesBytes = 8'192;

Result<void> append_row(std::string& lines, const Table& table, const Incoming& message) {
    if (table.line) return table.line(message, lines);
    const auto cells = table.row(message);
    if (!cells) return cells.failure();
    append_copy_line(lines, *cells);
    return {};
}

}  // namespace

Result<BatchReport> QuickWriter::write(std::span<const Incoming> messages) {
    std::map<const Table*, Messages> by_table;
    for (const auto& message : messages) {
        const auto table = tables_.find(message.subject);
        if (table == tables_.end()) {
            sort_in(careful_, tables_, message);
        } else {
            by_table[table->second].push_back(&message);
        }
    }
    for (const auto& [table, own] : by_table) {
        const bool quick = own.size() >= kWorthCopying && may_be_copied(*table);
        const auto done = quick ? copy(*table, own) : insert(*table, own);
        if (!done) return done.failure();
    }
    const auto buried = bury(transaction_, careful_.dead, report_);
    if (!buried) return buried.failure();
    return std::move(report_);
}

Result<void> QuickWriter::copy(const Table& table, const Messages& messages) {
    std::size_t at = 0;
    std::size_t rows = 0;
    const auto next = [&](std::string& lines) {
        lines.clear();
        const auto before = rows;
        while (at < messages.size() && lines.size() < kLinesBytes) {
            const auto end = lines.size();
            if (rows > before) lines += '\n';
            if (append_line(lines, table, *messages[at++])) {
                ++rows;
            } else {
                lines.resize(end);
            }
        }
        return rows > before;
    };
    auto copied = transaction_.copy(table.name, column_names(table), next);
    if (copied && rows > 0) report_.tables[table.name].inserted += rows;
    return copied;
}

bool QuickWriter::append_line(std::string& lines, const Table& table, const Incoming& message) {
    const auto begin = lines.size();
    const auto appended = append_row(lines, table, message);
    if (appended && lines.find('\0', begin) == std::string::npos) return true;
    const auto dead = careful_.dead.size();
    sort_in(careful_, tables_, message);
    check(careful_.dead.size() == dead + 1, "a row that has no line");
    return false;
}

Result<void> QuickWriter::insert(const Table& table, const Messages& messages) {
    for (const auto* message : messages)
        sort_in(careful_, tables_, *message);
    const auto& rows = careful_.rows[&table];
    if (rows.empty()) return {};
    const auto inserted = insert_rows(transaction_, table, rows);
    if (!inserted) return inserted.failure();
    auto& counts = report_.tables[table.name];
    counts.inserted += *inserted;
    counts.duplicates += rows.size() - *inserted;
    return {};
}

}  // namespace unrip::store

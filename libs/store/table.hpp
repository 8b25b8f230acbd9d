#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "store/session.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace unrip::store {

/// A message as it came out of its stream.
struct Incoming {
    std::string subject;
    std::string payload;  ///< As received: perhaps not even text.
    std::string stream;
    std::uint64_t stream_seq = 0;
    Instant received{};
};

struct Column {
    enum class Form {
        text,  ///< As PostgreSQL writes the type itself.
        hex,   ///< Bytes in hex digits; the type is bytea.
    };
    std::string name;
    std::string type;  ///< The SQL type that the cell's text is cast to.
    Form form = Form::text;
};

/// How the messages of one subject become rows of one table. Said once, in store/tables/.
struct Table {
    std::string name;
    std::string subject;
    std::string schema;  ///< Of the messages it reads: "norm.swap_demand/1".
    std::vector<Column> columns;
    /// One cell per column, in their order. Its Error sends the message to dead_letters.
    std::function<Result<Cells>(const Incoming&)> row;
    /// Appends the same row as COPY reads it (copy_text.hpp), without a text of each cell's own.
    /// Where it is absent the line is made from the cells.
    std::function<Result<void>(const Incoming&, std::string& text)> line = {};
};

std::vector<std::string> column_names(const Table& table);

/// Inserts any number of rows given as one array of text per column; rows that are there already
/// are left as they are.
std::string insert_statement(const std::string& table, const std::vector<Column>& columns);

/// "2026-11-20T11:00:00.123456Z", cut to the microseconds that PostgreSQL keeps.
std::string to_timestamp_text(std::chrono::sys_time<std::chrono::microseconds> instant);
std::string to_timestamp_text(Instant instant);

}  // namespace unrip::store

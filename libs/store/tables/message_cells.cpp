#include "store/tables/message_cells.hpp"

#include "store/tables/json_fields.hpp"

namespace unrip::store {
namespace {

// What PostgreSQL and std::chrono both can name: until the end of the year 9999.
constexpr std::int64_t kSentAtMax = 253'402'300'799'999;
constexpr std::string_view kWholeBody = "body";

Cell unless_empty(const std::string& text) {
    return text.empty() ? Cell{} : Cell{text};
}

/// Outside the range of a nanosecond clock too.
std::string ms_to_timestamp_text(std::int64_t ms) {
    const auto whole = std::chrono::sys_time<Milliseconds>{Milliseconds{ms}};
    return to_timestamp_text(std::chrono::time_point_cast<std::chrono::microseconds>(whole));
}

/// The field of the body that a column is about: "block" for the path "/block/height".
std::string_view field_of(const BodyColumn& column) {
    if (column.path.empty()) return column.name;
    const auto path = std::string_view{column.path}.substr(1);
    return path.substr(0, path.find('/'));
}

Cell cell_of(const BodyColumn& column, std::string_view value) {
    const auto inner = column.path.find('/', 1);
    if (column.path.empty() || inner == std::string::npos) return cell_text(value);
    const auto within = json_field(value, std::string_view{column.path}.substr(inner + 1));
    return within ? cell_text(*within) : Cell{};
}

/// Columns stand in the order of the fields, so the next field belongs to one of the next columns.
/// Those that share a field are neighbours.
void fill(Cells& cells, const std::vector<BodyColumn>& columns, std::string_view body) {
    const auto first = cells.size();
    cells.resize(first + columns.size());
    std::size_t next = 0;
    JsonFields fields{body};
    while (const auto field = fields.next()) {
        std::size_t tried = 0;
        const auto is_here = [&] {
            return JsonFields::has_name(*field, field_of(columns[next])) &&
                   columns[next].name != kWholeBody;
        };
        for (; tried < columns.size() && !is_here(); ++tried)
            next = (next + 1) % columns.size();
        if (tried == columns.size()) continue;
        for (; tried < columns.size() && is_here(); ++tried) {
            cells[first + next] = cell_of(columns[next], field->value);
            next = (next + 1) % columns.size();
        }
    }
    for (std::size_t at = 0; at < columns.size(); ++at) {
        if (columns[at].name == kWholeBody) cells[first + at] = std::string{body};
    }
}

}  // namespace

std::vector<Column> with_envelope(const std::vector<BodyColumn>& columns) {
    std::vector<Column> all{
        {"id", "text"},
        {"cause", "text"},
        {"source", "text"},
        {"pair", "text"},
        {"trace", "text"},
        {"sent_at", "timestamptz"},
        {"received_at", "timestamptz"},
        {"stream", "text"},
        {"stream_seq", "bigint"},
    };
    for (const auto& column : columns)
        all.push_back({column.name, column.type, column.form});
    return all;
}

Result<Cells> message_cells(
    const messages::Header& header, const Incoming& message, const std::vector<BodyColumn>& columns
) {
    if (header.sent_at_ms < 0 || header.sent_at_ms > kSentAtMax) {
        return fail(Error::Kind::malformed, header.schema + ": sent_at_ms is no time of ours");
    }
    const auto body = json_field(message.payload, "body");
    if (!body) return fail(Error::Kind::malformed, header.schema + ": no body");
    Cells cells{
        header.id.text(),
        unless_empty(header.cause.text()),
        header.source,
        unless_empty(header.pair),
        unless_empty(header.trace),
        ms_to_timestamp_text(header.sent_at_ms),
        to_timestamp_text(message.received),
        unless_empty(message.stream),
        message.stream.empty() ? Cell{} : Cell{std::to_string(message.stream_seq)},
    };
    fill(cells, columns, *body);
    return cells;
}

}  // namespace unrip::store

#include "store/tables/message_cells.hpp"

#include "store/copy_text.hpp"
#include "store/tables/json_fields.hpp"

namespace unrip::store {
namespace {

// What PostgreSQL and std::chrono both can name: until the end of the year 9999.
constexpr std::int64_t kSentAtMax = 253'402'300'799'999;
constexpr std::string_view kWholeBody = "body";

Cell unless_empty(std::string_view text) {
    return text.empty() ? Cell{} : Cell{text};
}

void append_unless_empty(std::string& line, std::string_view text) {
    if (text.empty()) {
        line += kCopyNull;
    } else {
        append_copy_cell(line, text);
    }
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

/// What a column holds, as it stands in the message.
using Value = std::optional<std::string_view>;

Value value_of(const BodyColumn& column, std::string_view field) {
    const auto inner = column.path.find('/', 1);
    if (column.path.empty() || inner == std::string::npos) return field;
    return json_field(field, std::string_view{column.path}.substr(inner + 1));
}

/// Columns stand in the order of the fields, so the next field belongs to one of the next columns.
/// Those that share a field are neighbours.
std::vector<Value> values_of(const std::vector<BodyColumn>& columns, std::string_view body) {
    std::vector<Value> values(columns.size());
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
            values[next] = value_of(columns[next], field->value);
            next = (next + 1) % columns.size();
        }
    }
    for (std::size_t at = 0; at < columns.size(); ++at) {
        if (columns[at].name == kWholeBody) values[at] = body;
    }
    return values;
}

/// Texts without their quotes; only what has escapes needs a text of its own.
void append_value(std::string& line, const Value& value) {
    const bool is_text = value && value->starts_with('"');
    if (is_text && value->find('\\') == std::string_view::npos) {
        append_copy_cell(line, value->substr(1, value->size() - 2));
    } else if (value && !is_text && *value != "null") {
        append_copy_cell(line, *value);
    } else {
        append_copy_cell(line, value ? cell_text(*value) : Cell{});
    }
}

/// The body of a message that has a row.
Result<std::string_view> body_of(const EnvelopeFields& envelope, const Incoming& message) {
    const auto wrong = [&](std::string_view what) {
        return fail(Error::Kind::malformed, std::string{envelope.schema} + std::string{what});
    };
    if (envelope.sent_at_ms < 0 || envelope.sent_at_ms > kSentAtMax) {
        return wrong(": sent_at_ms is no time of ours");
    }
    const auto body = json_field(message.payload, "body");
    if (!body) return wrong(": no body");
    return *body;
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
    const EnvelopeFields& envelope, const Incoming& message, const std::vector<BodyColumn>& columns
) {
    const auto body = body_of(envelope, message);
    if (!body) return body.failure();
    Cells cells{
        std::string{envelope.id},
        unless_empty(envelope.cause),
        std::string{envelope.source},
        unless_empty(envelope.pair),
        unless_empty(envelope.trace),
        ms_to_timestamp_text(envelope.sent_at_ms),
        to_timestamp_text(message.received),
        unless_empty(message.stream),
        message.stream.empty() ? Cell{} : Cell{std::to_string(message.stream_seq)},
    };
    for (const auto& value : values_of(columns, *body))
        cells.push_back(value ? cell_text(*value) : Cell{});
    return cells;
}

Result<void> append_message_line(
    std::string& text,
    const EnvelopeFields& envelope,
    const Incoming& message,
    const std::vector<BodyColumn>& columns
) {
    const auto body = body_of(envelope, message);
    if (!body) return body.failure();
    append_copy_cell(text, envelope.id);
    text += '\t';
    append_unless_empty(text, envelope.cause);
    text += '\t';
    append_copy_cell(text, envelope.source);
    text += '\t';
    append_unless_empty(text, envelope.pair);
    text += '\t';
    append_unless_empty(text, envelope.trace);
    text += '\t';
    text += ms_to_timestamp_text(envelope.sent_at_ms);
    text += '\t';
    text += to_timestamp_text(message.received);
    text += '\t';
    append_unless_empty(text, message.stream);
    text += '\t';
    if (message.stream.empty()) {
        text += kCopyNull;
    } else {
        text += std::to_string(message.stream_seq);
    }
    for (const auto& value : values_of(columns, *body)) {
        text += '\t';
        append_value(text, value);
    }
    return {};
}

}  // namespace unrip::store

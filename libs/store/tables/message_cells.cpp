#include "store/tables/message_cells.hpp"

#include <nlohmann/json.hpp>

namespace unrip::store {
namespace {

// What PostgreSQL and std::chrono both can name: until the end of the year 9999.
constexpr std::int64_t kSentAtMax = 253'402'300'799'999;

Cell unless_empty(const std::string& text) {
    return text.empty() ? Cell{} : Cell{text};
}

/// Outside the range of a nanosecond clock too.
std::string ms_to_timestamp_text(std::int64_t ms) {
    const auto whole = std::chrono::sys_time<Milliseconds>{Milliseconds{ms}};
    return to_timestamp_text(std::chrono::time_point_cast<std::chrono::microseconds>(whole));
}

Cell cell_of(const nlohmann::json& body, const BodyColumn& column) {
    if (column.name == "body") return body.dump();
    const auto path = column.path.empty() ? "/" + column.name : column.path;
    const nlohmann::json::json_pointer pointer{path};
    if (!body.contains(pointer)) return {};
    const auto& field = body.at(pointer);
    if (field.is_null()) return {};
    return field.is_string() ? field.get_ref<const std::string&>() : field.dump();
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
    const auto json = nlohmann::json::parse(message.payload, nullptr, false);
    const auto body = json.is_object() ? json.find("body") : json.end();
    if (body == json.end()) return fail(Error::Kind::malformed, header.schema + ": no body");
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
    cells.reserve(cells.size() + columns.size());
    for (const auto& column : columns)
        cells.push_back(cell_of(*body, column));
    return cells;
}

}  // namespace unrip::store

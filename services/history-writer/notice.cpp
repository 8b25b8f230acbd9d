#include "notice.hpp"

#include <nlohmann/json.hpp>

namespace unrip::history_writer {
namespace {

using Json = nlohmann::ordered_json;
using messages::AlertState;

constexpr std::int64_t kMsPerSecond = 1'000;

std::string one_line(const messages::Envelope<messages::Alert>& envelope) {
    const auto& alert = envelope.body;
    const bool is_over = alert.state == AlertState::cleared;
    auto line = "unrip " + std::string{is_over ? "over" : messages::to_text(alert.severity)} +
                ": " + alert.name + " (" + envelope.source + ")";
    if (is_over) {
        const auto lasted = (envelope.sent_at_ms - alert.since_ms) / kMsPerSecond;
        line += ", after " + std::to_string(lasted) + " s";
    }
    line += ". " + alert.summary;
    if (!is_over && alert.fix) line += " " + *alert.fix;
    return line;
}

}  // namespace

std::string notice_of(const messages::Envelope<messages::Alert>& envelope) {
    const auto& alert = envelope.body;
    Json json;
    json["text"] = one_line(envelope);
    json["id"] = envelope.id.text();
    json["source"] = envelope.source;
    json["name"] = alert.name;
    json["key"] = alert.key;
    json["severity"] = messages::to_text(alert.severity);
    json["state"] = messages::to_text(alert.state);
    json["since_ms"] = alert.since_ms;
    json["sent_at_ms"] = envelope.sent_at_ms;
    json["repeats"] = alert.repeats;
    json["summary"] = alert.summary;
    json["fix"] = alert.fix ? Json(*alert.fix) : Json(nullptr);
    json["details"] = Json::object();
    for (const auto& detail : alert.details)
        json["details"][detail.name] = detail.value;
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace unrip::history_writer

// How one event becomes one line.

#include "runtime/log.hpp"
#include "runtime/utc_text.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace unrip::runtime {
namespace {

struct LevelLook {
    std::string_view name;
    std::string_view padded;
    std::string_view colour;
};
constexpr std::array kLooks = {
    LevelLook{"debug", "debug", "\x1b[2m"},
    LevelLook{"info", "info ", ""},
    LevelLook{"warn", "warn ", "\x1b[33m"},
    LevelLook{"error", "error", "\x1b[31m"},
};

const LevelLook& look(Log::Level level) {
    return kLooks.at(static_cast<std::size_t>(level));
}

std::string dump(const nlohmann::ordered_json& json) {
    // What came from outside may be no UTF-8; a log line is written all the same.
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

nlohmann::ordered_json to_json(const Field::Value& value) {
    return std::visit([](const auto& held) { return nlohmann::ordered_json(held); }, value);
}

}  // namespace

std::string json_line(const LogLine& line) {
    nlohmann::ordered_json json;
    json["ts"] = utc_text(line.at);
    json["level"] = look(line.level).name;
    json["service"] = line.service;
    if (!line.instance.empty()) json["instance"] = line.instance;
    json["event"] = line.event;
    for (const auto& field : line.fields)
        json["fields"][std::string{field.name}] = to_json(field.value);
    return dump(json);
}

std::string pretty_line(const LogLine& line, bool colour) {
    const auto& how = look(line.level);
    const bool coloured = colour && !how.colour.empty();
    std::string text = utc_text(line.at).substr(11, 12) + "  ";
    if (coloured) text += how.colour;
    text += how.padded;
    if (coloured) text += "\x1b[0m";
    text += "  ";
    text += line.event;
    for (const auto& field : line.fields) {
        const auto* words = std::get_if<std::string_view>(&field.value);
        const bool plain = words != nullptr && !words->empty() &&
                           words->find_first_of(" \"\\\t\r\n\x1b") == std::string_view::npos;
        text += "  " + std::string{field.name} + "=";
        text += plain ? std::string{*words} : dump(to_json(field.value));
    }
    return text;
}

}  // namespace unrip::runtime

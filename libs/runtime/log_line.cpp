// How one event becomes one line.

#include "runtime/log.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <ctime>

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

std::string time_text(Instant at, const char* format) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
    const std::time_t whole = seconds.time_since_epoch().count();
    std::tm utc{};
    gmtime_r(&whole, &utc);
    std::array<char, 32> text{};
    const auto size = std::strftime(text.data(), text.size(), format, &utc);
    const auto ms = std::chrono::floor<Milliseconds>(at - seconds).count();
    std::array<char, 8> places{};
    std::snprintf(places.data(), places.size(), ".%03d", static_cast<int>(ms));
    return std::string{text.data(), size} + places.data();
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
    json["ts"] = time_text(line.at, "%Y-%m-%dT%H:%M:%S") + "Z";
    json["level"] = look(line.level).name;
    json["service"] = line.service;
    if (!line.instance.empty()) json["instance"] = line.instance;
    json["event"] = line.event;
    for (const auto& field : line.fields) json["fields"][std::string{field.name}] = to_json(field.value);
    return dump(json);
}

std::string pretty_line(const LogLine& line, bool colour) {
    const auto& how = look(line.level);
    const bool coloured = colour && !how.colour.empty();
    std::string text = time_text(line.at, "%H:%M:%S") + "  ";
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

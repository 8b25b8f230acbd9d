#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace unrip::runtime {

/// One named value of a log line.
struct Field {
    using Value = std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool>;

    template <class T>
    Field(std::string_view field_name, const T& field_value)
        : name{field_name}, value{to_value(field_value)} {}

    std::string_view name;
    Value value;

  private:
    template <class T>
    static Value to_value(const T& value) {
        if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, double>) {
            return value;
        } else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>) {
            return static_cast<std::int64_t>(value);
        } else if constexpr (std::is_integral_v<T>) {
            return static_cast<std::uint64_t>(value);
        } else {
            return std::string_view{value};
        }
    }
};

/// What a process says about itself: one line per event on stderr, JSON for machines, words and
/// colour on a terminal.
///
/// Lines are written by a thread of their own, so a slow reader never stops the loop; when it falls
/// behind by thousands of lines the oldest go, and are counted.
class Log {
  public:
    enum class Level { debug, info, warn, error };
    enum class Form { automatic, json, pretty };

    Log(std::string service, const Clock& clock, Form form = Form::automatic);
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    ~Log();

    void set_level(Level level);
    void set_form(Form form);
    void set_instance(std::string instance);

    /// `event` is snake_case and never holds data: that is what fields are for.
    void debug(std::string_view event, std::initializer_list<Field> fields = {});
    void info(std::string_view event, std::initializer_list<Field> fields = {});
    void warn(std::string_view event, std::initializer_list<Field> fields = {});
    void error(std::string_view event, std::initializer_list<Field> fields = {});

    /// Lines that were never written because the reader was too slow.
    std::uint64_t dropped() const;

    /// Ends when everything said so far is written. Nothing can be said afterwards.
    void close();

  private:
    struct Parts;
    void say(Level level, std::string_view event, std::initializer_list<Field> fields);

    std::unique_ptr<Parts> parts_;
};

/// Lets one message through per period and counts the ones it held back.
class Floodgate {
  public:
    Floodgate(const Clock& clock, Nanoseconds period) : clock_{clock}, period_{period} {}

    /// Nothing: hold this one back. A number: say it, and that so many were held back before.
    std::optional<std::uint64_t> open() {
        const auto now = clock_.tick();
        if (opened_ && now - *opened_ < period_) {
            ++held_back_;
            return std::nullopt;
        }
        opened_ = now;
        return std::exchange(held_back_, 0);
    }

  private:
    const Clock& clock_;
    Nanoseconds period_;
    std::optional<Tick> opened_;
    std::uint64_t held_back_ = 0;
};

/// The lines themselves, for who writes them elsewhere.
struct LogLine {
    Instant at;
    Log::Level level;
    std::string_view service;
    std::string_view instance;
    std::string_view event;
    std::initializer_list<Field> fields;
};
std::string json_line(const LogLine& line);
std::string pretty_line(const LogLine& line, bool colour);

}  // namespace unrip::runtime

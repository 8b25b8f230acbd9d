#include "store/table.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace unrip::store {

std::string insert_statement(const std::string& table, const std::vector<Column>& columns) {
    std::string names;
    std::string casts;
    std::string arrays;
    std::string cells;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string comma = i == 0 ? "" : ", ";
        const auto cell = "c" + std::to_string(i + 1);
        names += comma + columns[i].name;
        casts += comma;
        casts += columns[i].form == Column::Form::hex ? "decode(" + cell + ", 'hex')"
                                                      : cell + "::" + columns[i].type;
        arrays += comma + "$" + std::to_string(i + 1) + "::text[]";
        cells += comma + cell;
    }
    return "insert into " + table + " (" + names + ") select " + casts + " from unnest(" + arrays +
           ") as given(" + cells + ") on conflict do nothing";
}

std::string to_timestamp_text(std::chrono::sys_time<std::chrono::microseconds> instant) {
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{instant - day};
    std::array<char, 64> text{};
    const int length = std::snprintf(
        text.data(),
        text.size(),
        "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        static_cast<int>(time.hours().count()),
        static_cast<int>(time.minutes().count()),
        static_cast<int>(time.seconds().count()),
        static_cast<int>(time.subseconds().count())
    );
    return {text.data(), static_cast<std::size_t>(length)};
}

std::string to_timestamp_text(Instant instant) {
    return to_timestamp_text(std::chrono::floor<std::chrono::microseconds>(instant));
}

}  // namespace unrip::store

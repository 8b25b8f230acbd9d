#include "store/table.hpp"

#include <chrono>

namespace unrip::store {
namespace {

/// Twice in every row: printf takes longer than all the rest of it.
void put_digits(std::string& text, std::size_t at, std::size_t count, int value) {
    for (auto digit = at + count; digit > at; value /= 10)
        text[--digit] = static_cast<char>('0' + value % 10);
}

}  // namespace

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

std::vector<std::string> column_names(const Table& table) {
    std::vector<std::string> names;
    for (const auto& column : table.columns)
        names.push_back(column.name);
    return names;
}

std::string to_timestamp_text(std::chrono::sys_time<std::chrono::microseconds> instant) {
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{instant - day};
    std::string text = "0000-00-00T00:00:00.000000Z";
    put_digits(text, 0, 4, static_cast<int>(date.year()));
    put_digits(text, 5, 2, static_cast<int>(static_cast<unsigned>(date.month())));
    put_digits(text, 8, 2, static_cast<int>(static_cast<unsigned>(date.day())));
    put_digits(text, 11, 2, static_cast<int>(time.hours().count()));
    put_digits(text, 14, 2, static_cast<int>(time.minutes().count()));
    put_digits(text, 17, 2, static_cast<int>(time.seconds().count()));
    put_digits(text, 20, 6, static_cast<int>(time.subseconds().count()));
    return text;
}

std::string to_timestamp_text(Instant instant) {
    return to_timestamp_text(std::chrono::floor<std::chrono::microseconds>(instant));
}

}  // namespace unrip::store

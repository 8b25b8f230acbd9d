#pragma once

#include "core/result.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::unripctl {

/// What may be written after a verb.
struct Shape {
    std::size_t words_min = 0;
    std::size_t words_max = 0;
    std::set<std::string, std::less<>> with_value;  ///< "--ttl"
    std::set<std::string, std::less<>> flags;       ///< "--yes"
};

/// A command line, read.
struct Arguments {
    std::vector<std::string> words;
    std::map<std::string, std::string, std::less<>> values;
    std::set<std::string, std::less<>> flags;

    bool has(std::string_view flag) const { return flags.contains(flag); }
    std::optional<std::string> value(std::string_view name) const;
    /// A word, or empty where there is none.
    std::string word(std::size_t index) const { return index < words.size() ? words[index] : ""; }
};

/// Options may stand anywhere, as `--name value` or `--name=value`; after `--` everything is a
/// word. The error is a sentence for whoever typed it.
Result<Arguments> read_arguments(const std::vector<std::string>& given, const Shape& shape);

/// A whole number from `lowest` to `highest`.
Result<std::int64_t> whole_number(
    std::string_view name, std::string_view text, std::int64_t lowest, std::int64_t highest
);

/// "90s", "15m", "2h", "7d", or seconds without a letter.
Result<std::int64_t> seconds_of(std::string_view name, std::string_view text);

}  // namespace unrip::unripctl

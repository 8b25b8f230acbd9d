#include "arguments.hpp"

#include <algorithm>
#include <charconv>

namespace unrip::unripctl {
namespace {

Failure wrong(std::string sentence) {
    return fail(Error::Kind::malformed, std::move(sentence));
}

Failure unknown_option(const std::string& name, const Shape& shape) {
    std::string known;
    for (const auto* names : {&shape.with_value, &shape.flags}) {
        for (const auto& one : *names)
            known += (known.empty() ? "" : ", ") + one;
    }
    return wrong(
        "there is no option " + name + " here" +
        (known.empty() ? "." : "; there are " + known + ".")
    );
}

}  // namespace

std::optional<std::string> Arguments::value(std::string_view name) const {
    const auto found = values.find(name);
    if (found == values.end()) return std::nullopt;
    return found->second;
}

Result<Arguments> read_arguments(const std::vector<std::string>& given, const Shape& shape) {
    Arguments read;
    bool only_words = false;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const auto& text = given[i];
        if (!only_words && text == "--") {
            only_words = true;
            continue;
        }
        if (only_words || !text.starts_with("--")) {
            read.words.push_back(text);
            continue;
        }
        const auto equals = text.find('=');
        const auto name = text.substr(0, equals);
        if (shape.flags.contains(name)) {
            if (equals != std::string::npos) return wrong(name + " takes no value.");
            read.flags.insert(name);
        } else if (!shape.with_value.contains(name)) {
            return unknown_option(name, shape);
        } else if (equals != std::string::npos) {
            read.values[name] = text.substr(equals + 1);
        } else if (i + 1 < given.size()) {
            read.values[name] = given[++i];
        } else {
            return wrong(name + " needs a value.");
        }
    }
    if (read.words.size() < shape.words_min) return wrong("something is missing.");
    if (read.words.size() > shape.words_max) {
        return wrong("\"" + read.words[shape.words_max] + "\" is one word too many.");
    }
    return read;
}

Result<std::int64_t> whole_number(
    std::string_view name, std::string_view text, std::int64_t lowest, std::int64_t highest
) {
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec == std::errc{} && read.ptr == text.data() + text.size() && number >= lowest &&
        number <= highest) {
        return number;
    }
    return wrong(
        std::string{name} + " is \"" + std::string{text} + "\"; it must be a whole number from " +
        std::to_string(lowest) + " to " + std::to_string(highest) + "."
    );
}

Result<std::int64_t> seconds_of(std::string_view name, std::string_view text) {
    constexpr std::int64_t kYear = 366LL * 86'400;
    const auto must = [&] {
        return wrong(
            std::string{name} + " is \"" + std::string{text} +
            "\"; it must be a time such as 90s, 15m, 2h or 7d."
        );
    };
    if (text.empty()) return must();
    std::int64_t unit = 1;
    auto digits = text;
    switch (text.back()) {
        case 's':
            unit = 1;
            digits.remove_suffix(1);
            break;
        case 'm':
            unit = 60;
            digits.remove_suffix(1);
            break;
        case 'h':
            unit = 3'600;
            digits.remove_suffix(1);
            break;
        case 'd':
            unit = 86'400;
            digits.remove_suffix(1);
            break;
        default:
            break;
    }
    const auto count = whole_number(name, digits, 1, kYear / unit);
    if (!count) return must();
    return *count * unit;
}

}  // namespace unrip::unripctl

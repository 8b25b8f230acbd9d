#include "world/reading.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace unrip::sandbox {
namespace {

using Json = nlohmann::json;

std::string range(std::int64_t low, std::uint64_t high) {
    return "be a whole number from " + std::to_string(low) + " to " + std::to_string(high);
}

/// Nothing when it is no whole number, or a negative one.
const std::uint64_t* unsigned_of(const Json& value) {
    return value.get_ptr<const Json::number_unsigned_t*>();
}

}  // namespace

Reading::Reading(const Json& object, std::string path, std::vector<std::string>& mistakes)
    : object_{object}, path_{std::move(path)}, mistakes_{mistakes} {}

const Json* Reading::find(std::string_view name) {
    asked_.emplace(name);
    const auto found = object_.find(std::string{name});
    return found == object_.end() ? nullptr : &*found;
}

std::string Reading::place(std::string_view name) const {
    return path_ + "/" + std::string{name};
}

bool Reading::has(std::string_view name) const {
    return object_.contains(std::string{name});
}

void Reading::mistake(std::string_view name, std::string_view must) {
    const auto found = object_.find(std::string{name});
    const auto stands = found == object_.end() ? "missing" : found->dump().substr(0, 80);
    mistakes_.push_back(place(name) + " is " + stands + "; it must " + std::string{must});
}

void Reading::text(std::string_view name, std::string& value) {
    const auto* found = find(name);
    if (found == nullptr) return;
    if (!found->is_string() || found->get_ref<const std::string&>().empty()) {
        return mistake(name, "be a text");
    }
    value = found->get<std::string>();
}

void Reading::texts(std::string_view name, std::vector<std::string>& values) {
    const auto* found = find(name);
    if (found == nullptr) return;
    const auto is_text = [](const Json& one) { return one.is_string(); };
    if (!found->is_array() || !std::all_of(found->begin(), found->end(), is_text)) {
        return mistake(name, "be a list of texts");
    }
    values = found->get<std::vector<std::string>>();
}

void Reading::flag(std::string_view name, bool& value) {
    const auto* found = find(name);
    if (found == nullptr) return;
    if (!found->is_boolean()) return mistake(name, "be true or false");
    value = found->get<bool>();
}

void Reading::count(
    std::string_view name, std::uint64_t& value, std::uint64_t low, std::uint64_t high
) {
    const auto* found = find(name);
    if (found == nullptr) return;
    const auto* number = unsigned_of(*found);
    if (number == nullptr || *number < low || *number > high) {
        return mistake(name, range(static_cast<std::int64_t>(low), high));
    }
    value = *number;
}

void Reading::count(
    std::string_view name, std::uint32_t& value, std::uint32_t low, std::uint32_t high
) {
    std::uint64_t wide = value;
    count(name, wide, std::uint64_t{low}, std::uint64_t{high});
    value = static_cast<std::uint32_t>(wide);
}

void Reading::whole(
    std::string_view name, std::int64_t& value, std::int64_t low, std::int64_t high
) {
    const auto* found = find(name);
    if (found == nullptr) return;
    if (!found->is_number_integer())
        return mistake(name, range(low, static_cast<std::uint64_t>(high)));
    const auto number = found->get<std::int64_t>();
    if (number < low || number > high)
        return mistake(name, range(low, static_cast<std::uint64_t>(high)));
    value = number;
}

void Reading::thousandths(std::string_view name, std::uint64_t& value, std::uint64_t high) {
    const auto* found = find(name);
    if (found == nullptr) return;
    const auto number = found->is_number() ? found->get<double>() : -1.0;
    const auto scaled = number * 1'000.0;
    if (!(number >= 0.0) || scaled > static_cast<double>(high) * 1'000.0) {
        return mistake(name, "be a number from 0 to " + std::to_string(high));
    }
    value = static_cast<std::uint64_t>(std::llround(scaled));
}

void Reading::milliseconds(
    std::string_view name, Milliseconds& value, Milliseconds low, Milliseconds high
) {
    std::int64_t number = value.count();
    whole(name, number, low.count(), high.count());
    value = Milliseconds{number};
}

void Reading::price(std::string_view name, Price& value) {
    const auto* found = find(name);
    if (found == nullptr) return;
    const auto parsed = found->is_string() ? Price::parse(found->get_ref<const std::string&>())
                                           : Result<Price>{Price{}};
    // A hundred million million leaves room for a thousandfold rise in 128 bits.
    constexpr u128 most = u128{100'000'000'000'000'000} * 1'000'000'000'000'000;
    if (!parsed || parsed->is_zero() || parsed->raw() > most) {
        return mistake(name, "be a price as text, such as \"60000\" or \"1.0815\"");
    }
    value = *parsed;
}

void Reading::one_of(
    std::string_view name,
    std::initializer_list<std::string_view> words,
    const std::function<void(std::size_t)>& take
) {
    const auto* found = find(name);
    if (found == nullptr) return;
    std::string choices;
    for (const auto& word : words)
        choices += (choices.empty() ? "" : ", ") + std::string{word};
    const auto given = found->is_string() ? found->get<std::string>() : std::string{};
    const auto* const match = std::find(words.begin(), words.end(), given);
    if (match == words.end()) return mistake(name, "be one of " + choices);
    take(static_cast<std::size_t>(match - words.begin()));
}

void Reading::object(std::string_view name, const std::function<void(Reading&)>& read) {
    const auto* found = find(name);
    if (found == nullptr) return;
    if (!found->is_object()) return mistake(name, "be an object");
    Reading inner{*found, place(name), mistakes_};
    read(inner);
    inner.nothing_else();
}

void Reading::objects(std::string_view name, const std::function<void(Reading&)>& read) {
    const auto* found = find(name);
    if (found == nullptr) return;
    const auto is_object = [](const Json& one) { return one.is_object(); };
    if (!found->is_array() || !std::all_of(found->begin(), found->end(), is_object)) {
        return mistake(name, "be a list of objects");
    }
    for (std::size_t index = 0; index < found->size(); ++index) {
        Reading inner{found->at(index), place(name) + "/" + std::to_string(index), mistakes_};
        read(inner);
        inner.nothing_else();
    }
}

void Reading::entries(
    std::string_view name,
    const std::function<void(const std::string& key, const std::string& value)>& take
) {
    const auto* found = find(name);
    if (found == nullptr) return;
    const auto is_text = [](const Json& one) { return one.is_string(); };
    if (!found->is_object() || !std::all_of(found->begin(), found->end(), is_text)) {
        return mistake(name, "be an object of texts");
    }
    for (const auto& [key, value] : found->items())
        take(key, value.get<std::string>());
}

std::string Reading::all() {
    for (const auto& [key, value] : object_.items())
        asked_.insert(key);
    return object_.dump();
}

void Reading::nothing_else() {
    for (const auto& [key, value] : object_.items()) {
        if (asked_.contains(key)) continue;
        std::string known;
        for (const auto& name : asked_)
            known += (known.empty() ? "" : ", ") + name;
        mistakes_.push_back(place(key) + " is not known here; known are " + known);
    }
}

}  // namespace unrip::sandbox

// Values in a policy file, each with what it must be.

#include "policy/json_text.hpp"
#include "policy/section.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace unrip::policy {
namespace {

constexpr std::string_view kText = "a text that is not empty";
constexpr std::string_view kTexts = "a list of texts that are not empty";
constexpr std::string_view kAsset = "an asset id such as \"nep141:btc.omft.near\"";

/// Ten years: what is longer was meant in another unit.
constexpr std::int64_t kLongestMs = std::int64_t{10} * 365 * 24 * 3'600 * 1'000;

std::string between(std::int64_t lowest, std::int64_t highest) {
    return "a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest);
}

std::string_view amount_must(Least least) {
    return least == Least::one ? "base units in a string of digits, above zero"
                               : "base units in a string of digits";
}

std::optional<std::string> filled_text(const nlohmann::json& value) {
    if (!value.is_string() || value.get_ref<const std::string&>().empty()) return std::nullopt;
    return value.get<std::string>();
}

}  // namespace

void Section::amount(std::string_view name, Amount& value, Need need, Least least) {
    const auto* found = find(name, need, amount_must(least));
    if (found == nullptr) return;
    const auto text = filled_text(*found);
    const auto parsed = text ? Amount::parse(*text) : fail(Error::Kind::malformed, {});
    if (!parsed || (least == Least::one && parsed->is_zero()))
        return wrong(name, amount_must(least));
    value = *parsed;
}

void Section::amount(std::string_view name, std::optional<Amount>& value, Least least) {
    Amount present;
    amount(name, present, Need::optional, least);
    if (has(name) && !wrong_.contains(name)) value = present;
}

std::optional<std::int64_t> Section::whole(
    std::string_view name, std::int64_t lowest, std::int64_t highest, Need need
) {
    const auto must = between(lowest, highest);
    const auto* found = find(name, need, must);
    if (found == nullptr) return std::nullopt;
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    const bool fits = found->is_number_integer() &&
                      (!found->is_number_unsigned() || found->get<std::uint64_t>() <= kMost);
    const auto number = fits ? found->get<std::int64_t>() : 0;
    if (fits && number >= lowest && number <= highest) return number;
    wrong(name, must);
    return std::nullopt;
}

void Section::ratio(std::string_view name, Ratio& value, RatioBounds bounds, Need need) {
    const auto number = whole(name, bounds.lowest, bounds.highest, need);
    if (number) value = Ratio::millionths(*number);
}

void Section::ratio(std::string_view name, std::optional<Ratio>& value, RatioBounds bounds) {
    const auto number = whole(name, bounds.lowest, bounds.highest, Need::optional);
    if (number) value = Ratio::millionths(*number);
}

void Section::time(std::string_view name, Milliseconds& value, Least least) {
    const auto number = whole(name, least == Least::one ? 1 : 0, kLongestMs, Need::optional);
    if (number) value = Milliseconds{*number};
}

void Section::time(std::string_view name, std::optional<Milliseconds>& value) {
    const auto number = whole(name, 1, kLongestMs, Need::optional);
    if (number) value = Milliseconds{*number};
}

void Section::count(
    std::string_view name, std::uint32_t& value, Least least, Need need, std::uint32_t highest
) {
    const auto number = whole(name, least == Least::one ? 1 : 0, highest, need);
    if (number) value = static_cast<std::uint32_t>(*number);
}

void Section::count(std::string_view name, std::uint64_t& value, Least least) {
    constexpr auto kHighest = std::int64_t{1} << 53;
    const auto number = whole(name, least == Least::one ? 1 : 0, kHighest, Need::optional);
    if (number) value = static_cast<std::uint64_t>(*number);
}

void Section::flag(std::string_view name, bool& value) {
    const auto* found = find(name, Need::optional, {});
    if (found == nullptr) return;
    if (!found->is_boolean()) return wrong(name, "true or false");
    value = found->get<bool>();
}

void Section::text(std::string_view name, std::string& value, Need need) {
    const auto* found = find(name, need, kText);
    if (found == nullptr) return;
    auto read = filled_text(*found);
    if (!read) return wrong(name, kText);
    value = *std::move(read);
}

void Section::texts(std::string_view name, std::vector<std::string>& values, Need need) {
    const auto* found = find(name, need, kTexts);
    if (found == nullptr) return;
    const auto is_text = [](const nlohmann::json& one) { return filled_text(one).has_value(); };
    if (!found->is_array() || !std::all_of(found->begin(), found->end(), is_text))
        return wrong(name, kTexts);
    values = found->get<std::vector<std::string>>();
}

void Section::asset(std::string_view name, AssetId& value) {
    const auto* found = find(name, Need::required, kAsset);
    if (found == nullptr) return;
    const auto text = filled_text(*found);
    const auto parsed = text ? AssetId::parse(*text) : fail(Error::Kind::malformed, {});
    if (!parsed) return wrong(name, kAsset);
    value = *parsed;
}

std::optional<std::size_t> Section::word(
    std::string_view name, const std::vector<std::string_view>& words, Need need
) {
    std::string must = "one of";
    for (const auto word : words)
        must += std::string{word == words.front() ? " " : ", "} + std::string{word};
    const auto* found = find(name, need, must);
    if (found == nullptr) return std::nullopt;
    const auto text = filled_text(*found).value_or("");
    const auto place = std::find(words.begin(), words.end(), text);
    if (place != words.end()) return static_cast<std::size_t>(place - words.begin());
    wrong(name, must);
    return std::nullopt;
}

}  // namespace unrip::policy

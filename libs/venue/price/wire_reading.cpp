#include "venue/price/wire_reading.hpp"

#include "near/rfc3339.hpp"
#include "venue/json/exact_number.hpp"
#include "venue/json/read_json.hpp"

#include <algorithm>
#include <array>

namespace unrip::venue {
namespace {

constexpr std::array<std::string_view, kFeedProblems> kFeedProblemTexts{
    "oversized",
    "not_json",
    "unknown_message",
    "other_symbol",
    "bad_price",
    "bad_time",
};
static_assert(static_cast<std::size_t>(FeedProblem::bad_time) + 1 == kFeedProblems);

// The year 2200; an Instant ends in 2262.
constexpr std::int64_t kMicrosecondsMax = 7'258'118'400'000'000;

}  // namespace

std::string_view to_text(FeedProblem problem) {
    return kFeedProblemTexts.at(static_cast<std::size_t>(problem));
}

std::variant<JsonValue, FeedIgnored> read_feed_object(std::string_view frame) {
    auto read = read_json(frame, JsonLimits{});
    if (const auto* problem = std::get_if<JsonProblem>(&read)) {
        const bool oversized = *problem == JsonProblem::oversized;
        return FeedIgnored{oversized ? FeedProblem::oversized : FeedProblem::not_json};
    }
    auto& value = std::get<JsonValue>(read);
    if (value.object() == nullptr) return FeedIgnored{FeedProblem::unknown_message};
    return std::move(value);
}

std::optional<Price> read_price(const JsonValue& holder, std::string_view name) {
    const auto* value = holder.present(name);
    if (value == nullptr) return std::nullopt;
    const auto price = exact_price(*value);
    return price ? std::optional{*price} : std::nullopt;
}

std::optional<std::uint64_t> read_count(const JsonValue& holder, std::string_view name) {
    const auto* value = holder.present(name);
    const auto count = value != nullptr ? whole_number(*value) : std::nullopt;
    return count ? std::optional{static_cast<std::uint64_t>(*count)} : std::nullopt;
}

ReadTime read_rfc3339(const JsonValue& holder, std::string_view name) {
    const auto* value = holder.present(name);
    if (value == nullptr) return {};
    const auto* text = value->string();
    if (text == nullptr) return {.readable = false, .time = std::nullopt};
    const auto time = near::parse_rfc3339(*text);
    // Nothing is quoted before 1970; and the distance of two such times fits.
    const bool believable =
        time && *time >= Instant{} && to_unix_ns(*time) / 1000 <= kMicrosecondsMax;
    if (!believable) return {.readable = false, .time = std::nullopt};
    return {.readable = true, .time = *time};
}

ReadTime read_unix_us(const JsonValue& holder, std::string_view name) {
    const auto* value = holder.present(name);
    if (value == nullptr) return {};
    const auto count = exact_amount(*value);
    if (!count || count->atoms() > static_cast<u128>(kMicrosecondsMax)) {
        return {.readable = false, .time = std::nullopt};
    }
    const std::chrono::microseconds since_1970{static_cast<std::int64_t>(count->atoms())};
    return {.readable = true, .time = Instant{since_1970}};
}

std::vector<std::string> socket_names(const std::vector<WireSymbol>& symbols) {
    std::vector<std::string> names;
    names.reserve(symbols.size());
    for (const auto& symbol : symbols)
        names.push_back(symbol.socket);
    return names;
}

bool is_ours(const std::vector<std::string>& symbols, std::string_view symbol) {
    return std::find(symbols.begin(), symbols.end(), symbol) != symbols.end();
}

}  // namespace unrip::venue

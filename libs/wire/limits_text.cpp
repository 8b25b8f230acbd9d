#include "wire/limits_text.hpp"

#include "core/nesting.hpp"
#include "near/hash.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace unrip::wire {
namespace {

using Json = nlohmann::ordered_json;

Failure wrong(const std::string& what) {
    return fail(Error::Kind::malformed, "limits: " + what);
}

Result<Amount> amount(const Json& limits, const char* name) {
    const auto found = limits.find(name);
    if (found == limits.end() || !found->is_string()) {
        return wrong(std::string{name} + " must be an amount in base units, as a string");
    }
    return Amount::parse(found->get_ref<const std::string&>());
}

Result<std::uint64_t> number(const Json& limits, const char* name, std::uint64_t most) {
    const auto found = limits.find(name);
    const bool is_number = found != limits.end() && found->is_number_unsigned();
    if (!is_number || found->get<std::uint64_t>() > most) {
        return wrong(
            std::string{name} + " must be a whole number of at most " + std::to_string(most)
        );
    }
    return found->get<std::uint64_t>();
}

Result<strategy::Limits> read(const Json& json) {
    const auto notional_max = amount(json, "notional_max");
    if (!notional_max) return notional_max.failure();
    const auto notional_min = amount(json, "notional_min");
    if (!notional_min) return notional_min.failure();
    const auto base_max = amount(json, "base_max");
    if (!base_max) return base_max.failure();
    const auto quote_max = amount(json, "quote_max");
    if (!quote_max) return quote_max.failure();
    const auto per_second = number(json, "quotes_per_second", 1'000'000);
    if (!per_second) return per_second.failure();
    const auto burst = number(json, "quotes_burst", 1'000'000);
    if (!burst) return burst.failure();
    const auto deadline = number(json, "deadline_max_ms", 86'400'000);
    if (!deadline) return deadline.failure();

    strategy::Limits limits;
    limits.notional_max = *notional_max;
    limits.notional_min = *notional_min;
    limits.base_max = *base_max;
    limits.quote_max = *quote_max;
    limits.quotes_per_second = static_cast<std::uint32_t>(*per_second);
    limits.quotes_burst = static_cast<std::uint32_t>(*burst);
    limits.deadline_max = Milliseconds{static_cast<std::int64_t>(*deadline)};
    return limits;
}

}  // namespace

std::string limits_text(const strategy::Policy& policy) {
    auto json = Json::object();
    for (const auto& entry : policy.pairs) {
        const auto& limits = entry.limits;
        auto& of_pair = json[entry.pair.name()];
        of_pair["notional_max"] = limits.notional_max.to_string();
        of_pair["notional_min"] = limits.notional_min.to_string();
        of_pair["base_max"] = limits.base_max.to_string();
        of_pair["quote_max"] = limits.quote_max.to_string();
        of_pair["quotes_per_second"] = limits.quotes_per_second;
        of_pair["quotes_burst"] = limits.quotes_burst;
        of_pair["deadline_max_ms"] = limits.deadline_max.count();
    }
    return json.dump();
}

Result<std::vector<strategy::LimitsChanged::OfPair>> parse_limits(
    std::string_view text, const strategy::Policy& policy
) {
    constexpr std::size_t levels = 8;
    if (is_nested_deeper(text, levels)) return wrong("the text is nested deeper than 8 levels");
    const auto json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return wrong("the text must be a JSON object");
    std::vector<strategy::LimitsChanged::OfPair> all;
    for (const auto& [pair, entry] : json.items()) {
        const std::string& name = pair;
        const bool is_known =
            std::any_of(policy.pairs.begin(), policy.pairs.end(), [&](const auto& known) {
                return known.pair.name() == name;
            });
        if (!is_known) return wrong("the policy has no pair " + name);
        const auto limits = read(entry);
        if (!limits) return fail(limits.error().kind, name + ": " + limits.error().detail);
        const auto mistakes = strategy::validate(*limits, name);
        if (!mistakes.empty()) return wrong(mistakes.front());
        all.push_back({name, *limits});
    }
    return all;
}

std::string limits_hash(const std::string& text) {
    return near::to_hex(near::sha256(near::as_bytes(text)));
}

}  // namespace unrip::wire

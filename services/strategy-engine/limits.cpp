#include "limits.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace unrip::strategy_engine {
namespace {

using Json = nlohmann::ordered_json;
using OfPair = strategy::LimitsChanged::OfPair;

constexpr std::uint64_t kQuotesMax = 1'000'000;
constexpr std::uint64_t kDeadlineMax = 86'400'000;

/// As it may be quoted in a sentence.
std::string shortened(const std::string& text) {
    constexpr std::size_t most = 64;
    return text.size() > most ? text.substr(0, most) + "..." : text;
}

Failure wrong(const std::string& field, const std::string& must) {
    return fail(Error::Kind::malformed, field + " must be " + must + ".");
}

/// Whole tokens, as a number or as text. A number is read by its digits, never as a double.
Result<Amount> tokens(const std::string& field, const Json& value, const Token& token) {
    if (!value.is_number() && !value.is_string()) {
        return wrong(field, "an amount of " + token.symbol);
    }
    const auto text = value.is_string() ? value.get<std::string>() : value.dump();
    const auto amount = Amount::parse_tokens(text, token.decimals);
    if (!amount) {
        return wrong(
            field,
            "an amount of " + token.symbol + " with at most " + std::to_string(token.decimals) +
                " decimals, not " + shortened(text)
        );
    }
    return *amount;
}

Result<std::uint64_t> whole(const std::string& field, const Json& value, std::uint64_t most) {
    const bool fits = value.is_number_unsigned() && value.get<std::uint64_t>() <= most;
    if (!fits) return wrong(field, "a whole number from 0 to " + std::to_string(most));
    return value.get<std::uint64_t>();
}

/// One named number of one pair.
Result<void> put(
    strategy::Limits& limits, const Pair& pair, std::string_view name, const Json& value
) {
    const auto field = pair.name() + "." + std::string{name};
    const auto put_amount = [&](Amount& place, const Token& token) -> Result<void> {
        const auto amount = tokens(field, value, token);
        if (!amount) return amount.failure();
        place = *amount;
        return {};
    };
    const auto put_count = [&](std::uint32_t& place) -> Result<void> {
        const auto count = whole(field, value, kQuotesMax);
        if (!count) return count.failure();
        place = static_cast<std::uint32_t>(*count);
        return {};
    };
    if (name == "notional_max_eure") return put_amount(limits.notional_max, pair.quote);
    if (name == "notional_min_eure") return put_amount(limits.notional_min, pair.quote);
    if (name == "base_max") return put_amount(limits.base_max, pair.base);
    if (name == "quote_max") return put_amount(limits.quote_max, pair.quote);
    if (name == "quotes_per_second") return put_count(limits.quotes_per_second);
    if (name == "quotes_burst") return put_count(limits.quotes_burst);
    if (name == "deadline_max_ms") {
        const auto longest = whole(field, value, kDeadlineMax);
        if (!longest) return longest.failure();
        limits.deadline_max = Milliseconds{static_cast<std::int64_t>(*longest)};
        return {};
    }
    return fail(Error::Kind::malformed, "There is no limit called " + shortened(field) + ".");
}

Result<void> put_pair(
    std::vector<OfPair>& all,
    const strategy::Policy& policy,
    const std::string& name,
    const Json& fields
) {
    const auto found =
        std::find_if(policy.pairs.begin(), policy.pairs.end(), [&](const auto& entry) {
            return entry.pair.name() == name;
        });
    if (found == policy.pairs.end()) {
        return fail(Error::Kind::malformed, "The policy has no pair " + shortened(name) + ".");
    }
    if (!fields.is_object()) return wrong("pairs." + name, "an object");
    auto& limits = all[static_cast<std::size_t>(found - policy.pairs.begin())].limits;
    for (const auto& [field, value] : fields.items()) {
        if (auto done = put(limits, found->pair, field, value); !done) return done;
    }
    return {};
}

Result<void> put_field(
    std::vector<OfPair>& all,
    const strategy::Policy& policy,
    const std::string& name,
    const Json& value
) {
    if (name == "who" || name == "reason") return {};
    if (name == "max_notional_eure") {
        for (std::size_t index = 0; index < all.size(); ++index) {
            const auto& pair = policy.pairs[index].pair;
            auto done = put(all[index].limits, pair, "notional_max_eure", value);
            if (!done) return done;
        }
        return {};
    }
    if (name != "pairs") {
        return fail(
            Error::Kind::malformed,
            "There is no field " + shortened(name) +
                "; known are max_notional_eure, pairs, who and reason."
        );
    }
    if (!value.is_object()) return wrong("pairs", "an object");
    for (const auto& [pair, fields] : value.items()) {
        if (auto done = put_pair(all, policy, pair, fields); !done) return done;
    }
    return {};
}

Json shown(const strategy::Limits& limits, const Pair& pair) {
    return {
        {"notional_max_eure", limits.notional_max.to_tokens(pair.quote.decimals)},
        {"notional_min_eure", limits.notional_min.to_tokens(pair.quote.decimals)},
        {"base_max", limits.base_max.to_tokens(pair.base.decimals)},
        {"quote_max", limits.quote_max.to_tokens(pair.quote.decimals)},
        {"quotes_per_second", limits.quotes_per_second},
        {"quotes_burst", limits.quotes_burst},
        {"deadline_max_ms", limits.deadline_max.count()}};
}

std::string text_of(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

std::string shown_limits(const strategy::Policy& policy, const std::string& hash) {
    Json json{{"limits_hash", hash}};
    auto& pairs = json["pairs"] = Json::object();
    Amount most;
    unsigned decimals = 0;
    for (const auto& entry : policy.pairs) {
        most = std::max(most, entry.limits.notional_max);
        decimals = entry.pair.quote.decimals;
        pairs[entry.pair.name()] = shown(entry.limits, entry.pair);
    }
    json["max_notional_eure"] = most.to_tokens(decimals);
    return json.dump();
}

Result<std::vector<OfPair>> read_limits_request(
    std::string_view body, const strategy::Policy& policy
) {
    const auto json = Json::parse(body, nullptr, false);
    if (!json.is_object()) return fail(Error::Kind::malformed, "The body must be a JSON object.");
    std::vector<OfPair> all;
    for (const auto& entry : policy.pairs)
        all.push_back({entry.pair.name(), entry.limits});
    // The general one first: what is said of one pair is more exact.
    if (json.contains("max_notional_eure")) {
        auto done = put_field(all, policy, "max_notional_eure", json["max_notional_eure"]);
        if (!done) return done.failure();
    }
    for (const auto& [name, value] : json.items()) {
        if (name == "max_notional_eure") continue;
        if (auto done = put_field(all, policy, name, value); !done) return done.failure();
    }
    for (const auto& entry : all) {
        const auto mistakes = strategy::validate(entry.limits, entry.pair);
        if (!mistakes.empty()) return fail(Error::Kind::malformed, mistakes.front() + ".");
    }
    return all;
}

std::vector<messages::ControlChange> differences(
    const strategy::Policy& before, const strategy::Policy& after
) {
    std::vector<messages::ControlChange> changes;
    for (std::size_t index = 0; index < before.pairs.size(); ++index) {
        const auto& pair = before.pairs[index].pair;
        const auto old = shown(before.pairs[index].limits, pair);
        const auto now = shown(after.pairs[index].limits, pair);
        for (const auto& [name, value] : now.items()) {
            if (old.at(name) == value) continue;
            changes.push_back({pair.name() + "." + name, text_of(old.at(name)), text_of(value)});
        }
    }
    return changes;
}

}  // namespace unrip::strategy_engine

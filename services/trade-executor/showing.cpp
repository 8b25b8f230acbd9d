#include "showing.hpp"

#include "runtime/health.hpp"
#include "runtime/metrics.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace unrip::trade_executor {
namespace {

using Json = nlohmann::ordered_json;
using runtime::Finding;
using runtime::Grade;

Json age_ms(const Shown& shown, const std::optional<Instant>& observed_at) {
    if (!observed_at) return nullptr;
    return std::chrono::floor<Milliseconds>(shown.service.clock().now() - *observed_at).count();
}

template <class Observed>
std::optional<Instant> block_time(const std::optional<Observed>& observed) {
    if (!observed) return std::nullopt;
    return time_of(observed->block);
}

Json key_json(const Shown& shown) {
    const auto registered = shown.memory.facts.is_registered(shown.memory.rules.public_key);
    return {
        {"public_key", shown.memory.rules.public_key},
        {"is_registered", registered ? Json(*registered) : Json(nullptr)}};
}

Json lease_json(const Shown& shown) {
    const auto& view = shown.lease.view();
    return {
        {"is_active", shown.lease.holds()},
        {"holder", view.holder},
        {"epoch", view.epoch},
        {"is_up_to_date", shown.recall.is_up_to_date()},
        {"last_trouble", view.last_trouble}};
}

Json use_of(
    const strategy::RollingSum::Steps& steps, Milliseconds window, Amount limit, Instant now
) {
    const strategy::RollingSum sum{window, steps};
    return {{"used", sum.sum(now).to_string()}, {"limit", limit.to_string()}};
}

Json rolling_json(const Shown& shown) {
    using std::chrono::hours;
    const auto now = shown.service.clock().now();
    const auto state = shown.memory.rolling.state();
    const auto& limits = shown.limits;
    return {
        {"signed_hour", use_of(state.signed_hour, hours{1}, limits.signed_per_hour, now)},
        {"signed_day", use_of(state.signed_day, hours{24}, limits.signed_per_day, now)},
        {"settled_hour", use_of(state.settled_hour, hours{1}, limits.settled_per_hour, now)},
        {"settled_day", use_of(state.settled_day, hours{24}, limits.settled_per_day, now)},
        {"loss_hour", use_of(state.loss_hour, hours{1}, limits.loss_per_hour, now)},
        {"loss_day", use_of(state.loss_day, hours{24}, limits.loss_per_day, now)},
        {"failures_in_a_row",
         {{"used", state.failures_in_a_row}, {"limit", limits.failures_in_a_row}}}};
}

double share(
    const strategy::RollingSum::Steps& steps, Milliseconds window, Amount limit, Instant now
) {
    if (limit.is_zero()) return 0;  // Nothing may be signed at all, which is said elsewhere.
    const auto used = strategy::RollingSum{window, steps}.sum(now);
    return static_cast<double>(used.atoms()) / static_cast<double>(limit.atoms());
}

double fullest_limit(const Shown& shown) {
    using std::chrono::hours;
    const auto now = shown.service.clock().now();
    const auto state = shown.memory.rolling.state();
    const auto& limits = shown.limits;
    const double failures = limits.failures_in_a_row == 0
                                ? 0
                                : static_cast<double>(state.failures_in_a_row) /
                                      static_cast<double>(limits.failures_in_a_row);
    return std::max(
        {share(state.signed_hour, hours{1}, limits.signed_per_hour, now),
         share(state.signed_day, hours{24}, limits.signed_per_day, now),
         share(state.settled_hour, hours{1}, limits.settled_per_hour, now),
         share(state.settled_day, hours{24}, limits.settled_per_day, now),
         share(state.loss_hour, hours{1}, limits.loss_per_hour, now),
         share(state.loss_day, hours{24}, limits.loss_per_day, now),
         failures}
    );
}

Json limits_json(const Shown& shown) {
    auto pairs = Json::object();
    for (const auto& rule : shown.memory.rules.pairs) {
        pairs[rule.name] = {
            {"notional_max", rule.limits.notional_max.to_string()},
            {"loss_max_ppm", rule.limits.loss_max.millionths()},
            {"gain_max_ppm", rule.limits.gain_max.millionths()},
            {"lifetime_min_ms", rule.limits.lifetime_min.count()},
            {"lifetime_max_ms", rule.limits.lifetime_max.count()}};
    }
    return pairs;
}

Json facts_json(const Shown& shown) {
    const auto& facts = shown.memory.facts;
    auto prices = Json::object();
    for (const auto& rule : shown.memory.rules.pairs) {
        const auto* reference = facts.reference(rule.name);
        if (reference == nullptr) {
            prices[rule.name] = nullptr;
            continue;
        }
        prices[rule.name] = {
            {"mid", reference->mid.to_string()},
            {"age_ms", age_ms(shown, reference->observed_at)},
            {"id", reference->id.text()}};
    }
    return {
        {"references", std::move(prices)},
        {"inventory_age_ms", age_ms(shown, block_time(facts.inventory()))},
        {"venue_age_ms", age_ms(shown, block_time(facts.venue()))}};
}

Json results_json(const Shown& shown) {
    auto list = Json::array();
    for (const auto& [at, result] : shown.observe.last_results()) {
        Json line{
            {"at_ms", to_unix_ms(at)},
            {"command_id", result.command_id.text()},
            {"outcome", messages::to_text(result.outcome)}};
        if (result.quote_hash) line["quote_hash"] = result.quote_hash->text();
        if (result.refusal) line["refusal"] = messages::to_text(*result.refusal);
        if (result.rejection) line["rejection"] = messages::to_text(*result.rejection);
        if (result.finding) {
            line["finding"] = {
                {"name", result.finding->name},
                {"value", result.finding->value},
                {"limit", result.finding->limit}};
        }
        if (result.detail) line["detail"] = *result.detail;
        list.push_back(std::move(line));
    }
    return list;
}

std::string detail(const Shown& shown) {
    const auto now = shown.service.clock().now();
    Json json;
    json["account_id"] = shown.memory.rules.account_id;
    json["contract"] = shown.memory.rules.contract;
    json["key"] = key_json(shown);
    json["lease"] = lease_json(shown);
    json["facts"] = facts_json(shown);
    json["limits"] = limits_json(shown);
    json["rolling"] = rolling_json(shown);
    json["slots"] = {
        {"epoch", shown.memory.slots.epoch()},
        {"batches", shown.memory.slots.batches()},
        {"open", shown.memory.slots.open_slots(now)},
        {"being_burnt", shown.revoking.under_way()}};
    json["quotes"] = {
        {"awaiting_verdict", shown.executing.awaiting_verdict()},
        {"followed", shown.memory.follower.size()},
        {"reading_the_chain_for", shown.following.to_be_read()},
        {"books_unexplained", shown.memory.books.is_unexplained()}};
    json["last_results"] = results_json(shown);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string with_trouble(std::string sentence, const std::string& trouble) {
    return trouble.empty() ? sentence : sentence + ": " + trouble;
}

Finding look_at_lease(const Shown& shown) {
    const auto& view = shown.lease.view();
    if (shown.lease.holds()) {
        if (shown.recall.is_up_to_date()) return {Grade::ok, "active", std::nullopt};
        return {
            Grade::degraded,
            with_trouble("active, still reading the past", shown.recall.last_trouble()),
            std::nullopt};
    }
    if (view.holder.empty()) {
        return {Grade::degraded, with_trouble("nobody is active", view.last_trouble), std::nullopt};
    }
    return {Grade::ok, "waiting: " + view.holder + " is active", std::nullopt};
}

Finding look_at_age(
    const Shown& shown, const std::optional<Instant>& at, Milliseconds limit, std::string_view what
) {
    const std::string name{what};
    if (!at) return {Grade::degraded, "no " + name + " was heard yet", std::nullopt};
    const auto age = shown.service.clock().now() - *at;
    return {age > limit ? Grade::degraded : Grade::ok, "last " + name, age};
}

Finding look_at_references(const Shown& shown) {
    const auto& rules = shown.memory.rules;
    for (const auto& rule : rules.pairs) {
        const auto* reference = shown.memory.facts.reference(rule.name);
        const auto at =
            reference == nullptr ? std::nullopt : std::optional<Instant>{reference->observed_at};
        const auto found =
            look_at_age(shown, at, rules.freshness.price_age_max, "price of " + rule.name);
        if (found.grade != Grade::ok) return found;
    }
    return {Grade::ok, "every pair has a fresh price", std::nullopt};
}

}  // namespace

void show(const Shown& shown) {
    auto& service = shown.service;
    const auto& memory = shown.memory;
    service.state().show_detail([&shown] { return detail(shown); });

    auto& health = service.health();
    health.watch("lease", [&shown] { return look_at_lease(shown); });
    health.watch("references", [&shown] { return look_at_references(shown); });
    health.watch("inventory", [&shown, &memory] {
        const auto at = block_time(memory.facts.inventory());
        return look_at_age(shown, at, memory.rules.freshness.inventory_age_max, "count");
    });
    health.watch("venue", [&shown, &memory] {
        const auto at = block_time(memory.facts.venue());
        return look_at_age(shown, at, memory.rules.freshness.venue_age_max, "state of the venue");
    });

    auto& metrics = service.metrics();
    metrics.read_gauge("executor_active", "1 while this one holds the lease.", [&shown] {
        return shown.lease.holds() ? 1.0 : 0.0;
    });
    metrics.read_gauge(
        "executor_rolling_used_ratio",
        "Of the rolling limit that is fullest; 1 disarms.",
        [&shown] { return fullest_limit(shown); }
    );
    metrics.read_gauge("executor_quotes_followed", "Signed, without a last word.", [&memory] {
        return static_cast<double>(memory.follower.size());
    });
    metrics.read_gauge("executor_slots_open", "Slots that may take a quote.", [&shown] {
        return static_cast<double>(shown.memory.slots.open_slots(shown.service.clock().now()));
    });
    metrics.read_gauge("executor_chain_reads_due", "What the chain is asked about.", [&shown] {
        return static_cast<double>(shown.following.to_be_read());
    });
}

}  // namespace unrip::trade_executor

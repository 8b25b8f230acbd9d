#include "observe.hpp"

#include "runtime/service.hpp"
#include "runtime/state.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace unrip::inventory_sync {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::seconds kComplainEvery{10};
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

std::vector<std::string> symbols_of(const std::vector<policy::TokenEntry>& tokens) {
    std::vector<std::string> symbols;
    for (const auto& entry : tokens)
        symbols.push_back(entry.token.symbol);
    return symbols;
}

Json shown(const Node& node) {
    const auto stats = node.stats();
    const auto& newest = node.newest();
    return {
        {"node", stats.origin},
        {"use", to_text(node.use())},
        {"height", newest ? Json(newest->height) : Json(nullptr)},
        {"attempts", stats.attempts},
        {"failures", stats.failures},
        {"rate_limited", stats.rate_limited},
        {"last_problem", stats.last_problem}};
}

}  // namespace

Observe::Observe(
    runtime::Service& service,
    presence::Announcer& announcer,
    const Settings& settings,
    const Nodes& nodes,
    const Hearing& hearing,
    const Seen& seen
)
    : service_{service},
      announcer_{announcer},
      settings_{settings},
      nodes_{nodes},
      hearing_{hearing},
      seen_{seen},
      began_at_{service.clock().tick()},
      complaints_{service.clock(), kComplainEvery},
      counts_{service.metrics().counters(
          "inventory_counts_total",
          "Counts of the account, by what asked for them.",
          {"trigger", {"beat", "settlement", "refresh", "promises_near_end"}}
      )},
      failures_{service.metrics().counter("inventory_count_failures_total", "Counts that failed.")},
      took_{service.metrics().latency("inventory_count_seconds", "From asking to the answer.")},
      node_uses_{service.metrics().counters(
          "inventory_node_uses_total",
          "What became of the nodes in counts.",
          {"use", {"used", "unreachable", "behind", "late", "disagrees"}}
      )},
      spendable_{service.metrics().gauges(
          "inventory_spendable_tokens",
          "What is held of a token on the Verifier.",
          {"token", symbols_of(settings.policy.tokens)}
      )},
      pending_{service.metrics().gauges(
          "inventory_pending_tokens",
          "Deposits on their way; no number where none was ever heard of.",
          {"token", symbols_of(settings.policy.tokens)}
      )} {}

void Observe::begin() {
    service_.health().watch("count", [this] { return look(); });
    watch_nodes();
    service_.state().show_detail([this] { return detail(); });
    service_.metrics().read_gauge("inventory_block_height", "Of the block counted last.", [this] {
        return seen_.count ? static_cast<double>(seen_.count->snapshot.block.height) : 0.0;
    });
    service_.metrics()
        .read_gauge("inventory_age_seconds", "Since a later block was counted.", [this] {
            const auto since = seen_.count ? seen_.risen_at : began_at_;
            return std::chrono::duration<double>{service_.clock().tick() - since}.count();
        });
}

/// A node that is away makes nobody unhealthy: that is what the others are for.
void Observe::watch_nodes() {
    for (const auto& node : nodes_) {
        service_.health().watch("node " + node->stats().origin, [&node = *node] {
            const bool is_fine = node.use() == NodeUse::used || node.use() == NodeUse::late;
            return runtime::Finding{
                is_fine ? runtime::Grade::ok : runtime::Grade::degraded,
                std::string{to_text(node.use())},
                std::nullopt};
        });
    }
}

runtime::Finding Observe::look() const {
    const auto every = settings_.policy.inventory.every;
    const auto oldest =
        std::max<Milliseconds>(settings_.policy.freshness.inventory_age_max, 3 * every);
    const auto age = service_.clock().tick() - (seen_.count ? seen_.risen_at : began_at_);
    const auto grade = age > oldest      ? runtime::Grade::unhealthy
                       : age > 2 * every ? runtime::Grade::degraded
                       : !seen_.count    ? runtime::Grade::degraded
                                         : runtime::Grade::ok;
    auto sentence = seen_.count
                        ? "counted at block " + std::to_string(seen_.count->snapshot.block.height)
                        : std::string{"not counted yet"};
    if (seen_.failure) sentence += "; " + *seen_.failure;
    return {grade, std::move(sentence), age};
}

void Observe::nodes_judged() {
    for (const auto& node : nodes_) {
        const auto use = node->use();
        node_uses_.with(to_text(use)).add();
        complain("rpc_node_disagrees", NodeUse::disagrees, *node);
        complain("rpc_node_behind", NodeUse::behind, *node);
    }
}

void Observe::complain(const std::string& name, NodeUse use, const Node& node) {
    const auto origin = node.stats().origin;
    const auto key = name + "/" + origin;
    if (node.use() != use) return announcer_.clear(key);
    const bool is_wrong = use == NodeUse::disagrees;
    announcer_.raise({
        .name = name,
        .key = key,
        .severity = is_wrong ? messages::AlertSeverity::critical : messages::AlertSeverity::warning,
        .summary = is_wrong
                       ? origin + " gives another answer about the same block than the others"
                       : origin + " is more than " +
                             std::to_string(settings_.policy.inventory.node_behind_blocks_max) +
                             " blocks behind the others",
        .fix = "take it out of NEAR_RPC_URLS, or put another one beside it",
        .details = {},
    });
}

void Observe::failed(const Error& error) {
    failures_.add();
    service_.state().remember_error("count", error.detail);
    if (const auto held_back = complaints_.open()) {
        service_.log().warn("not_counted", {{"why", error.detail}, {"also_held_back", *held_back}});
    }
}

void Observe::rules_unknown(const Error& error) {
    service_.state().remember_error("state.venue", error.detail);
    if (const auto held_back = complaints_.open()) {
        service_.log().warn(
            "rules_not_read", {{"why", error.detail}, {"also_held_back", *held_back}}
        );
    }
}

void Observe::counted(messages::CountTrigger trigger, Nanoseconds took) {
    counts_.with(messages::to_text(trigger)).add();
    took_.observe(std::chrono::duration<double>{took}.count());
    const auto& snapshot = seen_.count->snapshot;
    const auto& tokens = settings_.policy.tokens;
    for (std::size_t index = 0; index < tokens.size(); ++index) {
        const auto& token = tokens[index].token;
        // For a dashboard: what decides is never a floating-point number.
        const auto whole = snapshot.balances[index].to_tokens(token.decimals);
        spendable_.with(token.symbol).set(std::stod(whole));
        const auto pending = hearing_.pending.of(token.id);
        pending_.with(token.symbol)
            .set(pending ? std::stod(pending->to_tokens(token.decimals)) : kUnknown);
    }
    const std::string key = "account_locked";
    if (!snapshot.account_locked) return announcer_.clear(key);
    announcer_.raise({
        .name = key,
        .key = key,
        .severity = messages::AlertSeverity::critical,
        .summary = settings_.account.id + " is locked on " + settings_.account.contract +
                   ": it can neither trade nor withdraw",
        .fix = "ask the contract's operators why",
        .details = {},
    });
}

void Observe::told(std::string_view subject, const Result<void>& taken) {
    if (taken) return;
    service_.state().remember_error(subject, taken.error().detail);
    service_.log().error("not_told", {{"subject", subject}, {"why", taken.error().detail}});
}

std::string Observe::count() const {
    if (!seen_.count) return "null";
    const auto inventory =
        inventory_of(settings_.account, *seen_.count, settings_.policy.tokens, hearing_.pending);
    auto shown_count = Json::parse(messages::encode_body(inventory));
    shown_count["height"] = seen_.last_height;
    shown_count["told_height"] = seen_.told_height;
    return shown_count.dump();
}

std::string Observe::detail() const {
    Json detail{{"account_id", settings_.account.id}, {"contract", settings_.account.contract}};
    detail["count"] = Json::parse(count());
    const bool has_rules = seen_.count && seen_.rules;
    detail["venue"] = has_rules ? Json::parse(messages::encode_body(
                                      venue_of(settings_.account, *seen_.count, *seen_.rules)
                                  ))
                                : Json(nullptr);
    const auto next_end = hearing_.promises.next_end(service_.clock().now());
    detail["next_promise_ends_ms"] = next_end ? Json(to_unix_ms(*next_end)) : Json(nullptr);
    auto& nodes = detail["nodes"] = Json::array();
    for (const auto& node : nodes_)
        nodes.push_back(shown(*node));
    return detail.dump();
}

}  // namespace unrip::inventory_sync

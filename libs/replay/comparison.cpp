#include "replay/comparison.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace unrip::replay {
namespace {

using Json = nlohmann::ordered_json;

void leave_out_surroundings(messages::TradeDecision& decision, bool is_same_policy) {
    decision.heard_ns = 0;
    decision.stands_for = 1;
    decision.inputs.clock_skew_ms.reset();
    decision.inputs.journal_unacked.reset();
    decision.inputs.promised_out.reset();
    if (!is_same_policy) {
        decision.policy_hash.clear();
        decision.limits_hash.clear();
    }
}

void compare(
    const std::string& path,
    const Json& recorded,
    const Json& replayed,
    std::vector<Difference>& all
) {
    if (recorded == replayed) return;
    if (!recorded.is_object() || !replayed.is_object()) {
        all.push_back({{}, path, recorded.dump(), replayed.dump()});
        return;
    }
    const auto below = [&](const std::string& name) {
        return path.empty() ? name : path + "." + name;
    };
    for (const auto& [name, value] : recorded.items()) {
        const auto other = replayed.find(name);
        compare(below(name), value, other == replayed.end() ? Json() : *other, all);
    }
    for (const auto& [name, value] : replayed.items()) {
        if (!recorded.contains(name)) compare(below(name), Json(), value, all);
    }
}

}  // namespace

std::vector<Difference> differences(
    DecisionMessage recorded, DecisionMessage replayed, bool is_same_policy
) {
    leave_out_surroundings(recorded.body, is_same_policy);
    leave_out_surroundings(replayed.body, is_same_policy);
    std::vector<Difference> all;
    if (recorded.body == replayed.body && recorded.pair == replayed.pair) return all;
    const auto before = Json::parse(messages::encode_body(recorded.body));
    const auto after = Json::parse(messages::encode_body(replayed.body));
    compare("", before, after, all);
    if (recorded.pair != replayed.pair) all.push_back({{}, "pair", recorded.pair, replayed.pair});
    for (auto& difference : all)
        difference.decision = recorded.id;
    return all;
}

std::string outcome_of(const messages::TradeDecision& decision) {
    return decision.reason ? std::string{messages::to_text(*decision.reason)} : "approved";
}

}  // namespace unrip::replay

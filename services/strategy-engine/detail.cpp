#include "detail.hpp"

#include "limits.hpp"
#include "wire/limits_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace unrip::strategy_engine {
namespace {

using Json = nlohmann::ordered_json;

Json age_or_null(const std::optional<Instant>& then, Instant now) {
    if (!then) return nullptr;
    return std::chrono::duration_cast<Milliseconds>(now - *then).count();
}

Json facts(const strategy::World& world, Instant now) {
    auto prices = Json::object();
    for (std::size_t pair = 0; pair < world.policy.pairs.size(); ++pair) {
        const auto& price = world.prices[pair];
        auto& shown = prices[world.policy.pairs[pair].pair.name()];
        shown["age_ms"] =
            age_or_null(price ? std::optional{price->observed_at} : std::nullopt, now);
        shown["mid"] = price && price->mid ? Json(price->mid->to_string()) : Json(nullptr);
    }
    const auto venue_at = world.venue ? std::optional{world.venue->block_time} : std::nullopt;
    return {
        {"prices", std::move(prices)},
        {"count_age_ms", age_or_null(world.counted_at, now)},
        {"count_height", world.commitments.count_height()},
        {"salt_age_ms", age_or_null(venue_at, now)},
        {"salt", world.venue ? Json(world.venue->salt) : Json(nullptr)}};
}

/// Open and standing slots by pair and side.
Json slots(const strategy::World& world) {
    auto shown = Json::object();
    for (const auto& entry : world.policy.pairs) {
        for (const auto* token : {&entry.pair.base, &entry.pair.quote}) {
            std::uint64_t open = 0;
            std::uint64_t standing = 0;
            for (const auto& batch : world.commitments.record()) {
                const bool gives =
                    batch.pair == entry.pair.name() &&
                    std::any_of(batch.caps.begin(), batch.caps.end(), [&](const auto& cap) {
                        return cap.asset == token->id;
                    });
                if (!gives) continue;
                for (const auto& range : batch.standing)
                    standing += range.count;
            }
            for (const auto& slot : world.commitments.open_on(token->id)) {
                const auto name = strategy::parse_slot_id(slot);
                if (name && world.commitments.pair_of(name->batch) == entry.pair.name()) ++open;
            }
            shown[entry.pair.name()]["gives_" + token->slug] = {
                {"open", open}, {"standing", standing}};
        }
    }
    return shown;
}

Json promised(const strategy::World& world) {
    auto shown = Json::object();
    for (const auto& line : world.commitments.ledger().lines()) {
        shown[line.asset.text()] = {
            {"committed", line.committed.to_string()},
            {"counted", line.counted ? Json(line.counted->to_string()) : Json(nullptr)}};
    }
    return shown;
}

Json withheld(const strategy::World& world) {
    auto shown = Json::array();
    for (const auto& withdrawal : world.commitments.ledger().withdrawals()) {
        shown.push_back(
            {{"action_id", withdrawal.action},
             {"amount", withdrawal.amount.to_string()},
             {"has_room", withdrawal.has_room}}
        );
    }
    return shown;
}

}  // namespace

std::string detail(
    const strategy::Engine& engine,
    const Term& term,
    const Promises& promises,
    const Observe& observe,
    Instant now
) {
    const auto& world = engine.world();
    const auto& lease = term.lease().view();
    const auto hash = wire::limits_hash(wire::limits_text(world.policy));
    Json json{
        {"active", world.is_active},
        {"epoch", world.epoch},
        {"engine_seq", engine.seq()},
        {"lease",
         {{"holder", lease.holder}, {"epoch", lease.epoch}, {"trouble", lease.last_trouble}}},
        {"stands_on_record", world.commitments.is_known()},
        {"limits", Json::parse(shown_limits(world.policy, hash))},
        {"facts", facts(world, now)},
        {"slots", slots(world)},
        {"promised", promised(world)},
        {"withheld", withheld(world)},
        {"commitments",
         {{"revision", promises.revision()},
          {"waiting", promises.waiting()},
          {"settling", promises.settling()},
          {"trouble", promises.last_trouble()}}}};
    const auto held = term.opening_held_until();
    json["opening_held_until_ms"] = held && *held > now ? Json(to_unix_ms(*held)) : Json(nullptr);
    json["approvals"] = observe.approvals();
    json["last_decisions"] = Json::parse(observe.last_decisions());
    json["audit"] = engine.audit();
    return json.dump();
}

}  // namespace unrip::strategy_engine

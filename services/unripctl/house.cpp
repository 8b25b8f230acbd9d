#include "house.hpp"

#include "figures.hpp"
#include "history.hpp"
#include "tools.hpp"

#include <algorithm>
#include <utility>

namespace unrip::unripctl {
namespace {

// One row, so that a glance costs one question. All bounds are on indexed columns.
constexpr auto kFacts = R"(
select json_build_object(
    'prices', (
        select coalesce(json_agg(json_build_object(
            'pair', known.pair, 'mid', trim_scale(price.mid)::text, 'status', price.status,
            'disagreement_ppm', price.disagreement_ppm,
            'age_ms', (extract(epoch from now()) * 1000 - price.observed_at_ns / 1000000)::bigint,
            'half_spread_ppm', (
                select half_spread_ppm from trade_decisions
                where pair = known.pair and half_spread_ppm is not null
                    and sent_at > now() - interval '1 hour'
                order by sent_at desc limit 1)) order by known.pair), '[]')
        from (
            select distinct pair from market_price_events
            where sent_at > now() - interval '10 minutes' and pair is not null
        ) as known
        cross join lateral (
            select * from market_price_events
            where pair = known.pair and sent_at > now() - interval '10 minutes'
            order by sent_at desc limit 1
        ) as price),
    'held', (
        select coalesce(json_agg(json_build_object(
            'asset', held ->> 'asset', 'symbol', held ->> 'symbol',
            'spendable', in_tokens((held ->> 'spendable')::numeric, (held ->> 'decimals')::int)::text,
            'pending', in_tokens((held ->> 'pending')::numeric, (held ->> 'decimals')::int)::text,
            'promised', (
                select in_tokens((inputs ->> 'promised_out')::numeric, decimals_out)::text
                from trade_decisions
                where asset_out = held ->> 'asset' and inputs ? 'promised_out'
                    and sent_at > now() - interval '10 minutes'
                order by sent_at desc limit 1),
            'block_height', newest.block_height,
            'age_ms', (extract(epoch from now()) * 1000 - newest.block_time_ns / 1000000)::bigint)), '[]')
        from (select * from intent_inventory_snapshots order by sent_at desc limit 1) as newest
        cross join lateral jsonb_array_elements(newest.body -> 'balances') as held),
    'hour', json_build_object(
        'seen', (select coalesce(sum(stands_for), 0) from trade_decisions
            where sent_at > now() - interval '1 hour'),
        'quoted', (select count(*) from trade_decisions
            where sent_at > now() - interval '1 hour' and outcome = 'approved'),
        'accepted', (select count(*) from trade_execution_results
            where sent_at > now() - interval '1 hour' and outcome = 'accepted'),
        'matched', (select count(distinct quote_hash) from trade_settlements
            where sent_at > now() - interval '1 hour' and state in ('matched', 'settled', 'failed')),
        'settled', (select count(*) from trade_settlements
            where sent_at > now() - interval '1 hour' and state = 'settled'),
        'failed', (select count(*) from trade_settlements
            where sent_at > now() - interval '1 hour' and state = 'failed'),
        'in_flight', (select count(*) from trade_settlements m
            where m.sent_at > now() - interval '1 hour' and m.state = 'matched'
                and not exists (select from trade_settlements e
                    where e.quote_hash = m.quote_hash and e.is_last)))
))";

Task<ServiceLook> look_at(Ports& ports, std::string name) {
    ServiceLook look;
    look.name = name;
    look.address = ports.address(name);
    const auto answer = co_await ports.get(std::move(name), "/state");
    if (!answer) {
        look.why_not = answer.error().detail;
    } else if (!answer->is_ok()) {
        look.why_not = answer->complaint();
    } else {
        look.is_there = true;
        look.state = answer->body;
    }
    co_return look;
}

/// Prices as the strategy holds them now.
Json live_prices(const Json& strategy) {
    Json prices = Json::array();
    const Json::json_pointer where{"/detail/facts/prices"};
    if (!strategy.contains(where) || !strategy.at(where).is_object()) return prices;
    for (const auto& [pair, price] : strategy.at(where).items()) {
        Json one;
        one["pair"] = pair;
        one["mid"] = price.contains("mid") ? price.at("mid") : Json(nullptr);
        one["status"] = "none";
        one["age_ms"] = price.contains("age_ms") ? price.at("age_ms") : Json(nullptr);
        prices.push_back(std::move(one));
    }
    return prices;
}

/// What inventory-sync counted last, and what of it the strategy has promised.
Json live_balances(const Json& inventory, const Json& strategy) {
    Json held = Json::array();
    const Json::json_pointer where{"/detail/count/balances"};
    if (!inventory.contains(where) || !inventory.at(where).is_array()) return held;
    for (const auto& balance : inventory.at(where)) {
        const auto decimals = static_cast<unsigned>(number_at(balance, "/decimals").value_or(0));
        const auto tokens = [&](const std::string& units) {
            return units.empty() ? Json(nullptr) : Json(from_units(units, decimals));
        };
        const auto asset = text_at(balance, "/asset");
        Json one;
        one["asset"] = asset;
        one["symbol"] = text_at(balance, "/symbol");
        one["spendable"] = tokens(text_at(balance, "/spendable"));
        one["pending"] = tokens(text_at(balance, "/pending"));
        one["promised"] = tokens(text_at(strategy, "/detail/promised/" + asset + "/committed"));
        held.push_back(std::move(one));
    }
    return held;
}

/// What the services say of themselves is newer than what is written of them, and is there when the
/// history is not.
void take_live(HouseLook& house) {
    const auto* const strategy = house.find("strategy-engine");
    const auto* const inventory = house.find("inventory-sync");
    auto held = live_balances(inventory->state, strategy->state);
    if (house.facts.is_null()) {
        auto prices = live_prices(strategy->state);
        if (prices.empty() && held.empty()) return;
        house.facts["prices"] = std::move(prices);
        house.facts["hour"] = nullptr;
        house.facts["held"] = Json::array();
    }
    if (!held.empty()) house.facts["held"] = std::move(held);
}

}  // namespace

const ServiceLook* HouseLook::find(std::string_view service) const {
    const auto found = std::find_if(services.begin(), services.end(), [&](const auto& one) {
        return one.name == service;
    });
    return found == services.end() ? nullptr : &*found;
}

Task<HouseLook> look_at_house(Tools& tools) {
    HouseLook house;
    house.at_ms = to_unix_ms(tools.clock.now());
    for (const auto& name : Ports::services()) {
        auto look = co_await look_at(tools.ports, name);
        house.services.push_back(std::move(look));
    }
    const auto worth = co_await tools.ports.get("history-writer", "/portfolio-metrics");
    if (worth && worth->is_ok()) house.portfolio = worth->body;
    const auto facts = co_await tools.history.rows(kFacts);
    if (facts) {
        house.facts = facts->front();
    } else {
        house.no_history = facts.error().detail;
    }
    take_live(house);
    co_return house;
}

std::string grade_of(const ServiceLook& service) {
    if (!service.is_there) return "not there";
    return text_at(service.state, "/health/status");
}

}  // namespace unrip::unripctl

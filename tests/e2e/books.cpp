#include "e2e/books.hpp"

#include <gtest/gtest.h>

namespace unrip::test {
namespace {

nlohmann::json::json_pointer of_the_maker(const std::string& figure) {
    return nlohmann::json::json_pointer{
        "/relay/solvers/" + std::string{TradingHouse::kAccount} + "/" + figure};
}

}  // namespace

std::uint64_t maker_count(const TradingHouse& house, const std::string& figure) {
    const auto stats = house.venue_stats();
    const auto place = of_the_maker(figure);
    return stats.contains(place) ? stats.at(place).get<std::uint64_t>() : 0;
}

std::string held_on_chain(const TradingHouse& house) {
    const auto answer = house.venue.get("/accounts/" + std::string{TradingHouse::kAccount});
    const auto account = nlohmann::json::parse(answer.body);
    std::string lines;
    for (const auto& [asset, line] : account.at("balances").items()) {
        lines += asset + " " + line.at("balance").get<std::string>() + "\n";
    }
    return lines;
}

std::string held_by_the_books(const TradingHouse& house) {
    constexpr auto kSql = R"(
        with baseline as (
            select body, block_height from intent_inventory_snapshots
            where received_at < (select min(received_at) from execute_trade_commands)
            order by block_height desc limit 1),
        moves as (
            select b ->> 'asset' as asset, (b ->> 'spendable')::numeric as units
            from baseline, jsonb_array_elements(baseline.body -> 'balances') b
            union all
            select asset, delta_units from v_fill_deltas
            union all
            select asset, balance_delta from liquidity_actions
            where balance_delta is not null
                and block_height > (select block_height from baseline)),
        sums as (select asset, sum(units) as units from moves group by asset)
        select string_agg(asset || ' ' || units, E'\n' order by asset collate "C")
        from sums where units <> 0)";
    return house.ask(kSql) + "\n";
}

void come_to_rest(const TradingHouse& house) {
    house.silence_takers();
    EXPECT_TRUE(TradingHouse::comes_true([&] {
        return maker_count(house, "won") ==
               maker_count(house, "settled") + maker_count(house, "failed");
    })) << house.venue_stats().dump(1);
    EXPECT_TRUE(house.comes_to(
        "select count(*) from trade_settlements where state = 'settled'",
        std::to_string(maker_count(house, "settled"))
    )) << house.logs();
}

void expect_sound(const TradingHouse& house) {
    const auto stats = house.venue_stats();
    EXPECT_EQ(stats.at("over_commitment").at("breaches"), 0) << stats.at("over_commitment");
    EXPECT_TRUE(stats.at(of_the_maker("invalid")).empty()) << stats.at(of_the_maker("invalid"));
    EXPECT_EQ(house.ask("select count(*) from dead_letters"), "0");
    EXPECT_EQ(
        house.ask("select count(*) from trade_settlements where not coalesce(is_as_promised, true)"
        ),
        "0"
    );
    EXPECT_EQ(held_by_the_books(house), held_on_chain(house));
}

}  // namespace unrip::test

#include "e2e/books.hpp"

namespace unrip::test {

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
    return house.ask(
               "select string_agg(asset || ' ' || units, E'\\n' order by asset collate \"C\") from "
               "("
               " select asset, sum(units)::text as units from ("
               "  select b ->> 'asset' as asset, (b ->> 'spendable')::numeric as units"
               "  from (select body from intent_inventory_snapshots where sent_at <"
               "        (select min(sent_at) from execute_trade_commands)"
               "        order by block_height desc limit 1) baseline,"
               "       jsonb_array_elements(baseline.body -> 'balances') b"
               "  union all"
               "  select m ->> 'asset', (m ->> 'delta')::numeric from trade_settlements t,"
               "       jsonb_array_elements(t.body -> 'realised') m where t.state = 'settled'"
               " ) all_moves group by asset) sums where units <> '0'"
           ) +
           "\n";
}

}  // namespace unrip::test

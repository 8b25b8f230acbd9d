// What the executor and the services around the trade are told.

#include "policy/reading.hpp"

#include <algorithm>

namespace unrip::policy {
namespace {

void read_rolling(Section section, strategy::RollingLimits& limits) {
    section.amount("signed_per_hour", limits.signed_per_hour, Need::optional);
    section.amount("signed_per_day", limits.signed_per_day, Need::optional);
    section.amount("settled_per_hour", limits.settled_per_hour, Need::optional);
    section.amount("settled_per_day", limits.settled_per_day, Need::optional);
    section.amount("loss_per_hour", limits.loss_per_hour, Need::optional);
    section.amount("loss_per_day", limits.loss_per_day, Need::optional);
    section.count("failures_in_a_row", limits.failures_in_a_row);
    section.close();
}

void read_inventory(Section section, Inventory& inventory) {
    section.time("every_ms", inventory.every);
    section.time("near_end_every_ms", inventory.near_end_every);
    section.time("near_end_within_ms", inventory.near_end_within);
    section.count("node_behind_blocks_max", inventory.node_behind_blocks_max);
    section.rule(
        inventory.near_end_every <= inventory.every, "near_end_every_ms", "at most every_ms"
    );
    section.close();
}

void read_relay(Section section, Relay& relay) {
    section.flag("token_filter", relay.token_filter);
    section.time("answer_within_ms", relay.answer_within);
    section.time("verdict_within_ms", relay.verdict_within);
    section.close();
}

std::vector<std::string> chains_of(const std::vector<TokenEntry>& tokens) {
    std::vector<std::string> chains;
    for (const auto& entry : tokens) {
        if (std::find(chains.begin(), chains.end(), entry.chain) == chains.end())
            chains.push_back(entry.chain);
    }
    return chains;
}

void read_destinations(Section section, const File& file, Liquidity& liquidity) {
    for (const auto& entry : file.tokens) {
        std::vector<std::string> addresses;
        section.texts(entry.token.slug, addresses, Need::optional);
        if (section.has(entry.token.slug))
            liquidity.destinations_allowed.emplace(entry.token.slug, std::move(addresses));
    }
    section.close();
}

void read_liquidity(Section section, const File& file, Liquidity& liquidity) {
    liquidity.chains = chains_of(file.tokens);
    section.texts("chains", liquidity.chains, Need::optional);
    read_destinations(section.section("destinations_allowed"), file, liquidity);
    section.time("deposits_every_ms", liquidity.deposits_every);
    section.time("withdrawals_every_ms", liquidity.withdrawals_every);
    section.time("addresses_every_ms", liquidity.addresses_every);
    section.time("room_wait_max_ms", liquidity.room_wait_max);
    section.close();
}

void read_portfolio(Section section, Portfolio& portfolio) {
    section.time("metrics_interval_min_ms", portfolio.metrics_interval_min);
    section.close();
}

/// The tables that may be trimmed; the others hold what P&L and the audit are made of.
void read_retention(Section section, Retention& retention) {
    constexpr std::uint32_t kTenYears = 3'650;
    for (const auto& [table, days] : Retention{
             {"swap_demand_events", 14},
             {"market_price_events", 30},
             {"quote_status_events", 90},
             {"trade_decisions", 90},
             {"slot_events", 90},
             {"execute_trade_commands", 365},
             {"signed_quotes", 365},
             {"trade_execution_results", 365},
             {"trade_settlements", 365},
             {"intent_inventory_snapshots", 365},
             {"venue_states", 90},
             {"portfolio_metrics_snapshots", 365},
             {"alerts", 365},
             {"dead_letters", 90},
         }) {
        auto& kept = retention[table] = days;
        section.count(table, kept, Least::one, Need::optional, kTenYears);
    }
    section.close();
}

void read_journal(Section section, Journal& journal) {
    section.ratio("writer_lag_alert_ppm", journal.writer_lag_alert, {1, Ratio::kOne});
    section.close();
}

}  // namespace

void read_executor(Section section, Executor& executor) {
    section.amount("notional_max", executor.notional_max, Need::required);
    section.ratio("loss_max_ppm", executor.loss_max, {-Ratio::kOne + 1, Ratio::kOne});
    section.ratio("gain_max_ppm", executor.gain_max, {1, Ratio::kOne});
    section.time("lifetime_min_ms", executor.lifetime_min);
    section.time("lifetime_max_ms", executor.lifetime_max);
    section.rule(
        executor.lifetime_min < executor.lifetime_max, "lifetime_max_ms", "above lifetime_min_ms"
    );
    section.time("lane_look_every_ms", executor.lane_look_every);
    section.count(
        "lane_looks_per_second_max",
        executor.lane_looks_per_second_max,
        Least::one,
        Need::optional,
        1'000
    );
    executor.rolling = default_rolling_limits(executor.notional_max);
    read_rolling(section.section("rolling"), executor.rolling);
    section.close();
}

void read_operations(Section& root, File& file) {
    read_executor(root.section("executor"), file.executor);
    read_inventory(root.section("inventory"), file.inventory);
    read_relay(root.section("relay"), file.relay);
    read_liquidity(root.section("liquidity"), file, file.liquidity);
    read_portfolio(root.section("portfolio"), file.portfolio);
    read_retention(root.section("retention"), file.retention);
    read_journal(root.section("journal"), file.journal);
}

}  // namespace unrip::policy

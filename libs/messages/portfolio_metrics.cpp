#include "messages/portfolio_metrics.hpp"

#include "messages/codec.hpp"

namespace unrip::messages {

void fields(auto& io, Like<PortfolioBaseline> auto& baseline) {
    io("inventory_id", baseline.inventory_id);
    io("first_command_id", baseline.first_command_id);
    io("block_height", baseline.block_height);
    io("taken_at_ms", baseline.taken_at_ms);
    io("value_eure", baseline.value_eure);
}

void fields(auto& io, Like<PortfolioAsset> auto& asset) {
    io("asset", asset.asset);
    io("symbol", asset.symbol);
    io("decimals", asset.decimals);
    io("counted", asset.counted);
    io("baseline", asset.baseline);
    io("fills_delta", asset.fills_delta);
    io("flows_delta", asset.flows_delta);
    io("unexplained", asset.unexplained);
    io("price_baseline_eure", asset.price_baseline_eure);
    io("price_latest_eure", asset.price_latest_eure);
}

void fields(auto& io, Like<PortfolioPair> auto& pair) {
    io("pair", pair.pair);
    io("fills", pair.fills);
    io("base_delta", pair.base_delta);
    io("quote_delta", pair.quote_delta);
    io("volume_eure", pair.volume_eure);
    io("price_baseline", pair.price_baseline);
    io("price_latest", pair.price_latest);
    io("trade_pnl_eure", pair.trade_pnl_eure);
    io("mark_to_market_pnl_eure", pair.mark_to_market_pnl_eure);
    io("price_move_pnl_eure", pair.price_move_pnl_eure);
}

void fields(auto& io, Like<PortfolioMetrics> auto& metrics) {
    io("account_id", metrics.account_id);
    io("trigger", metrics.trigger);
    io("inventory_id", metrics.inventory_id);
    io("price_ids", metrics.price_ids);
    io("last_settlement_id", metrics.last_settlement_id);
    io("baseline", metrics.baseline);
    io("fills", metrics.fills);
    io("trade_pnl_eure", metrics.trade_pnl_eure);
    io("mark_to_market_pnl_eure", metrics.mark_to_market_pnl_eure);
    io("price_move_pnl_eure", metrics.price_move_pnl_eure);
    io("value_eure", metrics.value_eure);
    io("bridge_fees_eure", metrics.bridge_fees_eure);
    io("assets", metrics.assets);
    io("pairs", metrics.pairs);
}

template std::string encode(const Envelope<PortfolioMetrics>&);
template Result<Envelope<PortfolioMetrics>> decode(std::string_view);
template std::string encode_body(const PortfolioMetrics&);

}  // namespace unrip::messages

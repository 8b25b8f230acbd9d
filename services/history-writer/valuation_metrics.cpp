#include "valuation_metrics.hpp"

#include "runtime/metrics.hpp"
#include "valuing.hpp"

#include <algorithm>
#include <limits>
#include <string_view>

namespace unrip::history_writer {
namespace {

using Valuation = messages::PortfolioMetrics;

constexpr double kUnitsOfEure = 1e18;
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

double in_eure(const std::optional<i128>& units) {
    return units ? static_cast<double>(*units) / kUnitsOfEure : kUnknown;
}

double unexplained(const Valuation& latest) {
    return static_cast<double>(std::count_if(
        latest.assets.begin(),
        latest.assets.end(),
        [](const auto& asset) { return asset.unexplained.value_or(0) != 0; }
    ));
}

}  // namespace

void show_valuation_metrics(runtime::Metrics& metrics, const Valuing& valuing) {
    const auto earned =
        [&metrics, &valuing](
            std::string_view name, std::string_view help, std::optional<i128> Valuation::*figure
        ) {
            metrics.read_gauge(name, help, [&valuing, figure] {
                const auto& latest = valuing.latest();
                return latest ? in_eure((*latest).*figure) : kUnknown;
            });
        };
    earned(
        "portfolio_trade_pnl_eure", "Earned, at the baseline's prices.", &Valuation::trade_pnl_eure
    );
    earned(
        "portfolio_mark_to_market_pnl_eure",
        "Earned, at the newest prices.",
        &Valuation::mark_to_market_pnl_eure
    );
    earned(
        "portfolio_price_move_pnl_eure",
        "What the market did to what was traded.",
        &Valuation::price_move_pnl_eure
    );
    metrics.read_gauge("portfolio_value_eure", "What is held, at the newest prices.", [&valuing] {
        const auto& latest = valuing.latest();
        if (!latest || !latest->value_eure) return kUnknown;
        return static_cast<double>(latest->value_eure->atoms()) / kUnitsOfEure;
    });
    metrics.read_gauge(
        "portfolio_unexplained_assets",
        "Tokens of which the count differs from baseline, fills and transfers.",
        [&valuing] { return valuing.latest() ? unexplained(*valuing.latest()) : kUnknown; }
    );
}

}  // namespace unrip::history_writer

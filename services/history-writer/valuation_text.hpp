#pragma once

#include "core/time.hpp"
#include "messages/portfolio_metrics.hpp"
#include "store/session.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

// What GET /portfolio-metrics answers, as text.

namespace unrip::history_writer {

/// The latest valuation in whole tokens, and beside it the message's own body in base units.
/// Without one every figure is null and the sentence says why.
std::string valuation_json(const std::optional<messages::PortfolioMetrics>& metrics, Instant at);

/// "1h", "90m", "7d": how far back. Nothing for any other text, zero, or more than 366 days.
std::optional<std::chrono::seconds> parse_window(std::string_view text);

/// Rows of (ms, trigger, fills, trade, mark to market, price move, value, bridge fees).
std::string series_json(std::string_view window, const store::Rows& rows);

}  // namespace unrip::history_writer

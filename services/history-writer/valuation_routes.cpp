#include "valuation_routes.hpp"

#include "runtime/control.hpp"
#include "runtime/service.hpp"
#include "store/database.hpp"
#include "valuation_text.hpp"
#include "valuing.hpp"

namespace unrip::history_writer {
namespace {

using runtime::ControlRequest;
using runtime::ControlResponse;

// The newest valuation of each of 500 equal stretches of the window.
constexpr auto kSeries = R"(
select to_char(sent_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), trigger, fills,
    in_eure(trade_pnl_eure)::text, in_eure(mark_to_market_pnl_eure)::text,
    in_eure(price_move_pnl_eure)::text, in_eure(value_eure)::text, in_eure(bridge_fees_eure)::text
from (
    select distinct on (floor(extract(epoch from sent_at) * 500 / $1::bigint)) *
    from portfolio_metrics_snapshots
    where sent_at > now() - make_interval(secs => $1::bigint)
    order by floor(extract(epoch from sent_at) * 500 / $1::bigint) desc, sent_at desc
) as newest
order by sent_at)";

Task<ControlResponse> answer_series(store::Database& database, std::string window) {
    const auto length = parse_window(window);
    if (!length) {
        co_return ControlResponse::error(
            400, "wrong_field", "history must be a time such as 15m, 1h or 7d."
        );
    }
    store::Cells parameters{std::to_string(length->count())};
    const auto rows = co_await database.query(kSeries, std::move(parameters));
    if (!rows) {
        co_return ControlResponse::error(
            503, "history_away", "PostgreSQL does not answer: " + rows.error().detail
        );
    }
    co_return ControlResponse::json(series_json(window, *rows));
}

}  // namespace

void show_valuation(runtime::Service& service, const Valuing& valuing, store::Database& database) {
    service.control().route(
        "GET",
        "/portfolio-metrics",
        [&valuing, &database](ControlRequest request) -> Task<ControlResponse> {
            const auto asked = request.query.find("history");
            if (asked != request.query.end()) {
                auto window = asked->second;
                co_return co_await answer_series(database, std::move(window));
            }
            co_return ControlResponse::json(valuation_json(valuing.latest(), valuing.latest_at()));
        }
    );
}

}  // namespace unrip::history_writer

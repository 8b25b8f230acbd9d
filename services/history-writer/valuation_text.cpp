#include "valuation_text.hpp"

#include "runtime/utc_text.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cctype>
#include <charconv>

namespace unrip::history_writer {
namespace {

using Json = nlohmann::ordered_json;

constexpr unsigned kEureDecimals = 18;
constexpr auto kNote =
    "EURe counts as EUR, 1:1. Figures are whole tokens; base_units has the same in base units.";

/// With all its places and no zeros behind them: -100000000000000000 at 18 is "-0.1".
std::string in_tokens(i128 units, unsigned decimals) {
    const bool is_negative = units < 0;
    const auto size = is_negative ? u128{0} - static_cast<u128>(units) : static_cast<u128>(units);
    return (is_negative ? "-" : "") + Amount{size}.to_tokens(decimals);
}

Json eure(const std::optional<i128>& units) {
    return units ? Json(in_tokens(*units, kEureDecimals)) : Json(nullptr);
}
Json eure(const std::optional<Amount>& amount) {
    return amount ? Json(amount->to_tokens(kEureDecimals)) : Json(nullptr);
}
Json text_or_null(const std::optional<Price>& price) {
    return price ? Json(price->to_string()) : Json(nullptr);
}
Json tokens(const std::optional<i128>& units, unsigned decimals) {
    return units ? Json(in_tokens(*units, decimals)) : Json(nullptr);
}

std::string lower(std::string text) {
    for (auto& letter : text)
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return text;
}

Json asset_json(const messages::PortfolioAsset& asset) {
    Json json;
    json["symbol"] = asset.symbol;
    json["counted"] = asset.counted.to_tokens(asset.decimals);
    json["baseline"] = nullptr;
    if (asset.baseline) json["baseline"] = asset.baseline->to_tokens(asset.decimals);
    json["fills_delta"] = tokens(asset.fills_delta, asset.decimals);
    json["flows_delta"] = tokens(asset.flows_delta, asset.decimals);
    json["unexplained"] = tokens(asset.unexplained, asset.decimals);
    json["price_baseline_eure"] = text_or_null(asset.price_baseline_eure);
    json["price_latest_eure"] = text_or_null(asset.price_latest_eure);
    return json;
}

Json pair_json(const messages::PortfolioPair& pair) {
    Json json;
    json["pair"] = pair.pair;
    json["fills"] = pair.fills;
    json["volume_eure"] = pair.volume_eure.to_tokens(kEureDecimals);
    json["price_baseline"] = text_or_null(pair.price_baseline);
    json["price_latest"] = text_or_null(pair.price_latest);
    json["trade_pnl_eure"] = eure(pair.trade_pnl_eure);
    json["mark_to_market_pnl_eure"] = eure(pair.mark_to_market_pnl_eure);
    json["price_move_pnl_eure"] = eure(pair.price_move_pnl_eure);
    return json;
}

Json figures(const messages::PortfolioMetrics& metrics) {
    Json json;
    json["trade_pnl_eure"] = eure(metrics.trade_pnl_eure);
    json["mark_to_market_pnl_eure"] = eure(metrics.mark_to_market_pnl_eure);
    json["price_move_pnl_eure"] = eure(metrics.price_move_pnl_eure);
    json["value_eure"] = eure(metrics.value_eure);
    json["bridge_fees_eure"] = metrics.bridge_fees_eure.to_tokens(kEureDecimals);
    json["fills"] = metrics.fills;
    for (const auto& asset : metrics.assets)
        json["unexplained_" + lower(asset.symbol)] = tokens(asset.unexplained, asset.decimals);
    return json;
}

Json cell(const store::Cell& cell) {
    return cell ? Json(*cell) : Json(nullptr);
}

}  // namespace

std::string valuation_json(const std::optional<messages::PortfolioMetrics>& metrics, Instant at) {
    Json json;
    json["at"] = nullptr;
    if (!metrics) {
        json.update(figures({}));
        json["value_eure"] = nullptr;
        json["note"] = "Nothing was counted yet: no state.intent_inventory is in the history.";
        return json.dump();
    }
    json["at"] = runtime::utc_text(at);
    json["account_id"] = metrics->account_id;
    json.update(figures(*metrics));
    json["baseline"] = nullptr;
    if (metrics->baseline) {
        json["baseline"] = {
            {"taken_at", runtime::utc_text(from_unix_ms(metrics->baseline->taken_at_ms))},
            {"block_height", metrics->baseline->block_height},
            {"inventory_id", metrics->baseline->inventory_id.text()},
            {"first_command_id", metrics->baseline->first_command_id.text()},
            {"value_eure", metrics->baseline->value_eure.to_tokens(kEureDecimals)}};
    }
    json["pairs"] = Json::array();
    for (const auto& pair : metrics->pairs)
        json["pairs"].push_back(pair_json(pair));
    json["assets"] = Json::array();
    for (const auto& asset : metrics->assets)
        json["assets"].push_back(asset_json(asset));
    json["note"] = kNote;
    json["base_units"] = Json::parse(messages::encode_body(*metrics));
    return json.dump();
}

std::optional<std::chrono::seconds> parse_window(std::string_view text) {
    struct Unit {
        char letter;
        std::int64_t seconds;
    };
    constexpr std::array<Unit, 4> units{{{'s', 1}, {'m', 60}, {'h', 3'600}, {'d', 86'400}}};
    constexpr std::int64_t most = 366LL * 86'400;
    std::int64_t count = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
    if (read.ec != std::errc{} || read.ptr + 1 != text.data() + text.size()) return std::nullopt;
    for (const auto& unit : units) {
        if (*read.ptr != unit.letter) continue;
        if (count < 1 || count > most / unit.seconds) return std::nullopt;
        return std::chrono::seconds{count * unit.seconds};
    }
    return std::nullopt;
}

std::string series_json(std::string_view window, const store::Rows& rows) {
    Json json;
    json["history"] = window;
    json["points"] = Json::array();
    for (const auto& row : rows.cells) {
        Json point;
        point["at"] = cell(row[0]);
        point["trigger"] = cell(row[1]);
        point["fills"] = row[2] ? Json::parse(*row[2]) : Json(nullptr);
        point["trade_pnl_eure"] = cell(row[3]);
        point["mark_to_market_pnl_eure"] = cell(row[4]);
        point["price_move_pnl_eure"] = cell(row[5]);
        point["value_eure"] = cell(row[6]);
        point["bridge_fees_eure"] = cell(row[7]);
        json["points"].push_back(std::move(point));
    }
    json["note"] = kNote;
    return json.dump();
}

}  // namespace unrip::history_writer

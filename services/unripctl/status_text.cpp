#include "status_text.hpp"

#include "figures.hpp"
#include "near/rfc3339.hpp"
#include "runtime/build_info.hpp"
#include "runtime/utc_text.hpp"

#include <algorithm>
#include <filesystem>

namespace unrip::unripctl {
namespace {

constexpr std::size_t kColumns = 80;
constexpr std::size_t kNameWidth = 25;
constexpr std::size_t kGradeWidth = 10;

std::string first_line(const HouseLook& house) {
    std::string line = "unrip " + std::string{runtime::build_info().version};
    const auto account = text_at(house.portfolio, "/account_id");
    if (!account.empty()) line += "   account " + account;
    const auto* const strategy = house.find("strategy-engine");
    const auto policy = strategy != nullptr ? text_at(strategy->state, "/policy_hash") : "";
    if (!policy.empty()) line += "   policy " + policy.substr(0, 6);
    return line + "   " + clock_text(runtime::utc_text(from_unix_ms(house.at_ms)), 0) + " UTC";
}

/// "armed (7 h 12 m, by ops)"
std::string standing(const ServiceLook* service, std::int64_t now_ms) {
    if (service == nullptr || !service->is_there) return "not there";
    const bool armed = is_true_at(service->state, "/armed");
    std::string text = armed ? "armed" : "disarmed";
    const auto since = near::parse_rfc3339(text_at(service->state, "/arming/since"));
    const auto left = number_at(service->state, "/arming/ttl_left_seconds");
    const auto who = text_at(service->state, "/arming/who");
    std::string more;
    if (since) more = age_text(Milliseconds{now_ms - to_unix_ms(*since)});
    if (armed && !who.empty()) more += (more.empty() ? "by " : ", by ") + who;
    if (armed && left)
        more += (more.empty() ? "" : ", ") + age_text(std::chrono::seconds{*left}) + " left";
    return more.empty() ? text : text + " (" + more + ")";
}

/// Which of its checks tells best that something flows.
constexpr std::pair<std::string_view, std::string_view> kTelling[] = {
    {"near-intents-ingest", "relay"},
    {"market-reference-ingest", "price"},
    {"inventory-sync", "count"},
    {"history-writer", "history of TRADES"},
    {"strategy-engine", "price"},
};

std::string words_of(const Json& check) {
    const auto sentence = text_at(check, "/sentence");
    auto words = text_at(check, "/name") + ": " + sentence;
    const auto age = number_at(check, "/age_ms");
    if (age && !sentence.ends_with(" ago")) words += ", " + age_text(Milliseconds{*age});
    return words;
}

std::string flow_of(const ServiceLook& service) {
    const Json::json_pointer where{"/health/checks"};
    if (!service.state.contains(where)) return {};
    const auto& checks = service.state.at(where);
    std::string troubles;
    for (const auto& check : checks) {
        if (text_at(check, "/status") == "ok") continue;
        troubles += (troubles.empty() ? "" : "; ") + text_at(check, "/name") + ": " +
                    text_at(check, "/sentence");
    }
    if (!troubles.empty()) return troubles;
    for (const auto& [name, telling] : kTelling) {
        if (name != service.name) continue;
        for (const auto& check : checks) {
            if (text_at(check, "/name").starts_with(telling)) return words_of(check);
        }
    }
    for (const auto& check : checks) {
        if (number_at(check, "/age_ms")) return words_of(check);
    }
    return {};
}

std::string service_line(const ServiceLook& service) {
    auto line = "  " + padded(service.name, kNameWidth) + padded(grade_of(service), kGradeWidth);
    const bool is_away = service.why_not.find("Connection refused") != std::string::npos;
    line += service.is_there ? flow_of(service)
            : is_away        ? "nobody answers at " + service.address
                             : service.why_not;
    return cut(line, kColumns);
}

std::string how_to_start(const HouseLook& house, LogFinder log_of) {
    std::string logs;
    bool is_missing = false;
    for (const auto& service : house.services) {
        if (service.is_there) continue;
        is_missing = true;
        const auto log = log_of(service.name);
        if (!log.empty()) logs += "  " + padded(service.name, kNameWidth) + "log " + log + "\n";
    }
    if (!is_missing) return {};
    if (logs.empty()) logs = "  logs   docker compose logs SERVICE, or journalctl\n";
    return logs + "  start  ./scripts/up          or: docker compose up -d\n\n";
}

}  // namespace

std::string trading_line(const HouseLook& house) {
    const auto strategy =
        "TRADING  strategy " + standing(house.find("strategy-engine"), house.at_ms);
    const auto executor = "executor " + standing(house.find("trade-executor"), house.at_ms);
    const bool fits = strategy.size() + executor.size() + 3 <= kColumns - 2;
    return strategy + (fits ? "   " : "\n           ") + executor;
}

std::vector<std::string> market_lines(const HouseLook& house) {
    std::vector<std::string> lines;
    if (house.facts.is_null()) return {"prices and balances: " + house.no_history};
    for (const auto& price : house.facts.at("prices")) {
        auto name = text_at(price, "/pair");
        std::string line = padded(name, 11);
        const auto mid = text_at(price, "/mid");
        if (mid.empty()) {
            line += "no price: " + text_at(price, "/status");
        } else {
            line += "mid " + figure(mid, 2);
            if (const auto apart = number_at(price, "/disagreement_ppm"))
                line += "   disagreement " + bps_text(*apart);
            if (const auto spread = number_at(price, "/half_spread_ppm"))
                line += "   quoting " + bps_text(*spread) + " each side";
        }
        lines.push_back(line);
    }
    std::string held;
    std::string promised;
    std::string pending;
    for (const auto& token : house.facts.at("held")) {
        const auto symbol = text_at(token, "/symbol");
        constexpr std::size_t kColumn = 22;
        constexpr auto kGap = "  ";  // Also after what is longer than its column.
        const auto column = [](const std::string& amount) {
            return padded(amount, kColumn) + kGap;
        };
        held += column(amount_text(text_at(token, "/spendable"), symbol));
        const auto caps = text_at(token, "/promised");
        promised += column(caps.empty() ? "-" : amount_text(caps, symbol));
        const auto coming = text_at(token, "/pending");
        if (!coming.empty() && coming != "0") pending += amount_text(coming, symbol) + "   ";
    }
    const auto trimmed = [](std::string text) {
        text.erase(text.find_last_not_of(' ') + 1);
        return text;
    };
    if (!held.empty()) {
        lines.push_back("held       " + trimmed(held));
        lines.push_back("promised   " + trimmed(promised));
    }
    if (!pending.empty()) lines.push_back("coming in  " + trimmed(pending));
    return lines;
}

std::string profit_line(const HouseLook& house) {
    if (house.portfolio.is_null()) return "P&L: history-writer does not tell";
    const auto trade = text_at(house.portfolio, "/trade_pnl_eure");
    if (trade.empty()) return "P&L        none before the first command";
    std::string line;
    const auto taken = text_at(house.portfolio, "/baseline/taken_at");
    if (taken.size() >= 16)
        line = "since " + taken.substr(5, 5) + " " + taken.substr(11, 5) + "   ";
    line += "trade " + signed_figure(trade, 2);
    line += "   market " + signed_figure(text_at(house.portfolio, "/price_move_pnl_eure"), 2);
    line += "   together " +
            signed_figure(text_at(house.portfolio, "/mark_to_market_pnl_eure"), 2) + " EURe";
    return line;
}

std::string hour_line(const HouseLook& house) {
    if (house.facts.is_null() || house.facts.at("hour").is_null()) {
        return house.no_history.empty()
                   ? ""
                   : cut("last hour   not known: " + house.no_history, kColumns - 2);
    }
    const auto count = [&](const char* name) {
        return count_text(number_at(house.facts.at("hour"), std::string{"/"} + name).value_or(0));
    };
    return "last hour   seen " + count("seen") + "   quoted " + count("quoted") + "   accepted " +
           count("accepted") + "   matched " + count("matched") + "\n  " + "            settled " +
           count("settled") + "   failed " + count("failed") + "   in flight " + count("in_flight");
}

std::string status_text(const HouseLook& house, LogFinder log_of) {
    std::string text = first_line(house) + "\n\n  " + trading_line(house) + "\n\n";
    text += "  " + padded("service", kNameWidth) + padded("health", kGradeWidth) +
            "age of what flows\n";
    for (const auto& service : house.services)
        text += service_line(service) + "\n";
    text += "\n" + how_to_start(house, log_of);
    for (const auto& line : market_lines(house))
        text += "  " + cut(line, kColumns - 2) + "\n";
    text += "\n  " + cut(profit_line(house), kColumns - 2) + "\n";
    const auto hour = hour_line(house);
    if (!hour.empty()) text += "  " + hour + "\n";
    return text;
}

std::string status_json(const HouseLook& house) {
    Json json;
    json["at"] = runtime::utc_text(from_unix_ms(house.at_ms));
    json["services"] = Json::array();
    for (const auto& service : house.services) {
        Json one;
        one["service"] = service.name;
        one["address"] = service.address;
        one["health"] = grade_of(service);
        one["armed"] = service.is_there ? Json(is_true_at(service.state, "/armed")) : Json(nullptr);
        one["arming"] =
            service.state.contains("arming") ? service.state.at("arming") : Json(nullptr);
        one["checks"] = service.state.contains("health") ? service.state.at("health").at("checks")
                                                         : Json::array();
        one["why_not"] = service.is_there ? Json(nullptr) : Json(service.why_not);
        json["services"].push_back(std::move(one));
    }
    json["portfolio"] = house.portfolio;
    json["facts"] = house.facts;
    json["no_facts_because"] = house.no_history.empty() ? Json(nullptr) : Json(house.no_history);
    return json.dump(2) + "\n";
}

std::string find_log(const std::string& service) {
    namespace fs = std::filesystem;
    std::error_code error;
    const auto file = service + ".log";
    const auto here = fs::path{"var/run/log"} / file;
    if (fs::exists(here, error)) return here.string();
    for (const auto& entry : fs::directory_iterator{"/var/lib", error}) {
        if (!entry.path().filename().string().starts_with("unrip-")) continue;
        const auto there = entry.path() / "log" / file;
        if (fs::exists(there, error)) return there.string();
    }
    return {};
}

}  // namespace unrip::unripctl

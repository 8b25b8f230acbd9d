// limits, refresh: what the strategy may do at most; and looking anew, now.

#include "figures.hpp"
#include "ports.hpp"
#include "reasons.hpp"
#include "verbs.hpp"

#include <array>
#include <ostream>

namespace unrip::unripctl {
namespace {

/// "pairs.btc-eure.quotes_per_second=2" becomes {"pairs":{"btc-eure":{"quotes_per_second":2}}}.
Result<Json> changes_of(const Arguments& arguments) {
    Json body = Json::object();
    for (std::size_t i = 1; i < arguments.words.size(); ++i) {
        const auto& word = arguments.words[i];
        const auto equals = word.find('=');
        if (equals == std::string::npos || equals == 0) {
            return fail(
                Error::Kind::malformed,
                "\"" + word +
                    "\" must be name=value, such as max_notional_eure=5 or "
                    "btc-eure.quotes_per_second=2."
            );
        }
        const auto name = word.substr(0, equals);
        const auto text = word.substr(equals + 1);
        const auto dot = name.find('.');
        // Whole numbers go as numbers; amounts with a point as text, never as floating point.
        const bool is_whole =
            !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
        const Json value = is_whole ? Json::parse(text, nullptr, false) : Json(text);
        if (dot == std::string::npos) {
            body[name] = value.is_discarded() ? Json(text) : value;
        } else {
            body["pairs"][name.substr(0, dot)][name.substr(dot + 1)] =
                value.is_discarded() ? Json(text) : value;
        }
    }
    if (body.empty()) return fail(Error::Kind::malformed, "say which limit: max_notional_eure=5.");
    return body;
}

/// In what a limit of a pair is counted.
std::string unit_of(const std::string& pair, const std::string& name) {
    if (name.ends_with("_eure")) return " EURe";
    if (name.starts_with("base_")) return " " + base_symbol(pair);
    if (name.starts_with("quote_max")) return " " + quote_symbol(pair);
    return {};
}

std::string limits_text(const Json& limits) {
    std::string text = "largest quote of any pair   " +
                       figure(text_at(limits, "/max_notional_eure"), 2) + " EURe\n";
    if (limits.contains("pairs") && limits.at("pairs").is_object()) {
        for (const auto& [pair, of_pair] : limits.at("pairs").items()) {
            text += "\n" + pair + "\n";
            for (const auto& [name, value] : of_pair.items())
                text += "  " + padded(name, 22) + text_at(of_pair, "/" + name) +
                        unit_of(pair, name) + "\n";
        }
    }
    return text;
}

Task<int> show(Tools& tools, Arguments arguments) {
    const auto answer = co_await tools.ports.get("strategy-engine", "/limits");
    if (!answer) co_return not_done(tools, "strategy-engine: " + answer.error().detail);
    if (!answer->is_ok()) co_return not_done(tools, answer->complaint());
    tools.out
        << (arguments.has("--json") ? answer->body.dump(2) + "\n" : limits_text(answer->body));
    co_return kDone;
}

Task<int> run_limits(Tools& tools, Arguments arguments) {
    const auto verb = arguments.words.empty() ? std::string{"get"} : arguments.word(0);
    if (verb == "get") co_return co_await show(tools, std::move(arguments));
    auto body = changes_of(arguments);
    if (verb != "set" || !body) {
        tools.err << "unripctl limits: "
                  << (verb != "set" ? "it is get or set, not \"" + verb + "\"."
                                    : body.error().detail)
                  << '\n';
        co_return kWrongUse;
    }
    const auto question = "Change the limits to " + body->dump() + "?";
    if (!is_wanted(tools, arguments, question)) co_return kNotWanted;
    (*body)["who"] = tools.who;
    if (const auto reason = arguments.value("--reason")) (*body)["reason"] = *reason;
    const auto answer = co_await tools.ports.put("strategy-engine", "/limits", *body);
    if (!answer) co_return not_done(tools, "strategy-engine: " + answer.error().detail);
    if (!answer->is_ok()) co_return not_done(tools, answer->complaint());
    tools.out
        << (arguments.has("--json") ? answer->body.dump(2) + "\n" : limits_text(answer->body));
    co_return kDone;
}

constexpr std::array<const char*, 3> kRefreshed{
    "market-reference-ingest", "inventory-sync", "liquidity-manager"};

Task<int> run_refresh(Tools& tools, Arguments arguments) {
    bool all = true;
    for (const auto* service : kRefreshed) {
        const auto wanted = arguments.word(0);
        if (!wanted.empty() && wanted != service) continue;
        const auto answer = co_await tools.ports.post(service, "/refresh", Json::object());
        const auto name = padded(service, 25);
        if (!answer) {
            tools.out << name << "NOT REACHED: " << answer.error().detail << '\n';
        } else {
            tools.out << name << (answer->is_ok() ? "refreshed" : answer->complaint()) << '\n';
        }
        all = all && answer && answer->is_ok();
    }
    co_return all ? kDone : kNotDone;
}

constexpr auto kLimitsTeaches =
    "What the strategy may do at most, for every pair (max_notional_eure) or for one. Changes hold "
    "at\n"
    "once and until the strategy-engine ends; the policy file holds again after a start. The "
    "executor\n"
    "has limits of its own, which nobody changes while it runs.\n"
    "\n"
    "  unripctl limits\n"
    "  unripctl limits set max_notional_eure=5\n"
    "  unripctl limits set btc-eure.quotes_per_second=2 btc-eure.base_max=0.001\n";

constexpr auto kRefreshTeaches =
    "Prices are said again, the balances are counted at a fresh final block, the bridge is asked "
    "for\n"
    "deposits. Without a name all three; otherwise market-reference-ingest, inventory-sync or\n"
    "liquidity-manager.\n";

}  // namespace

Command limits_command() {
    constexpr std::size_t kMostWords = 50;
    return {
        "limits",
        "[get|set NAME=VALUE...] [--reason TEXT] [--yes] [--json]",
        "what the strategy may do at most (set asks first)",
        kLimitsTeaches,
        {0, kMostWords, {"--reason", "--who"}, {"--yes", "--json"}},
        run_limits};
}

Command refresh_command() {
    return {
        "refresh",
        "[SERVICE]",
        "looks at prices, chain and bridge anew, now",
        kRefreshTeaches,
        {0, 1, {}, {}},
        run_refresh};
}

}  // namespace unrip::unripctl

// balance, deposits: what is held, and what comes in.

#include "stock.hpp"

#include "figures.hpp"
#include "verbs.hpp"

#include <algorithm>
#include <cctype>
#include <ostream>

namespace unrip::unripctl {
namespace {

std::string lower(std::string text) {
    for (auto& letter : text)
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return text;
}

std::vector<KnownToken> tokens_of(const Json& state) {
    std::vector<KnownToken> tokens;
    const Json::json_pointer where{"/detail/tokens"};
    if (!state.contains(where)) return tokens;
    for (const auto& token : state.at(where)) {
        tokens.push_back(
            {text_at(token, "/asset_id"),
             text_at(token, "/symbol"),
             text_at(token, "/chain"),
             static_cast<unsigned>(number_at(token, "/decimals").value_or(0))}
        );
    }
    return tokens;
}

std::string balance_text(const Json& count, const Json& promised) {
    std::string text =
        padded("", 8) + padded("spendable", 26) + padded("promised", 24) + "coming in\n";
    for (const auto& held : count.at("balances")) {
        const auto symbol = text_at(held, "/symbol");
        const auto decimals = static_cast<unsigned>(number_at(held, "/decimals").value_or(0));
        const auto shown = [&](const std::string& units) {
            return units.empty() ? std::string{"-"}
                                 : amount_text(from_units(units, decimals), symbol);
        };
        const auto caps = text_at(promised, "/" + text_at(held, "/asset") + "/committed");
        text += padded(symbol, 8) + padded(shown(text_at(held, "/spendable")), 26) +
                padded(shown(caps), 24) + shown(text_at(held, "/pending")) + "\n";
    }
    text += "\ncounted at block " + count_text(number_at(count, "/block/height").value_or(0)) +
            " of " + text_at(count, "/account_id") + " on " + text_at(count, "/contract") + "\n";
    return text;
}

Task<int> run_balance(Tools& tools, Arguments arguments) {
    const auto counted = co_await tools.ports.get("inventory-sync", "/state");
    if (!counted) co_return not_done(tools, "inventory-sync: " + counted.error().detail);
    if (!counted->is_ok()) co_return not_done(tools, counted->complaint());
    const Json::json_pointer where{"/detail/count"};
    if (!counted->body.contains(where) || !counted->body.at(where).is_object()) {
        co_return not_done(
            tools, "inventory-sync has not counted yet; `unripctl refresh` asks it to."
        );
    }
    const auto& count = counted->body.at(where);
    if (arguments.has("--json")) {
        tools.out << count.dump(2) << '\n';
        co_return kDone;
    }
    Json promised = Json::object();
    const auto strategy = co_await tools.ports.get("strategy-engine", "/state");
    const Json::json_pointer caps{"/detail/promised"};
    if (strategy && strategy->is_ok() && strategy->body.contains(caps))
        promised = strategy->body.at(caps);
    tools.out << balance_text(count, promised);
    co_return kDone;
}

std::string deposits_text(const Json& state) {
    std::string text = "Send only these tokens, only to these addresses:\n\n";
    const Json::json_pointer addresses{"/detail/deposit_addresses"};
    if (state.contains(addresses)) {
        for (const auto& one : state.at(addresses)) {
            const auto chain = text_at(one, "/chain");
            std::string names;
            for (const auto& token : tokens_of(state)) {
                if (token.chain == chain) names += (names.empty() ? "" : ", ") + token.symbol;
            }
            text += "  " + padded(names, 8) + padded(chain, 14) + text_at(one, "/address") + "\n";
            const auto memo = text_at(one, "/memo");
            if (!memo.empty())
                text += padded("", 24) + "memo " + memo + " (without it the deposit is lost)\n";
        }
    }
    const Json::json_pointer pending{"/detail/pending_deposits"};
    if (!state.contains(pending) || state.at(pending).empty())
        return text + "\nNothing is on its way.\n";
    text += "\nOn their way, not spendable yet:\n\n";
    for (const auto& one : state.at(pending)) {
        text += "  " +
                padded(stock_text(state, text_at(one, "/asset"), text_at(one, "/amount")), 28) +
                padded(text_at(one, "/state"), 12) + text_at(one, "/since") + "  " +
                text_at(one, "/outside_tx_hash") + "\n";
    }
    return text;
}

Task<int> run_deposits(Tools& tools, Arguments arguments) {
    const auto state = co_await tools.ports.get("liquidity-manager", "/state");
    if (!state) co_return not_done(tools, "liquidity-manager: " + state.error().detail);
    if (!state->is_ok()) co_return not_done(tools, state->complaint());
    if (arguments.has("--json")) {
        const Json::json_pointer where{"/detail"};
        tools.out << (state->body.contains(where) ? state->body.at(where).dump(2) : "{}") << '\n';
    } else {
        tools.out << deposits_text(state->body);
    }
    co_return kDone;
}

}  // namespace

Result<KnownToken> find_token(const Json& manager_state, const std::string& name) {
    std::string known;
    for (auto& token : tokens_of(manager_state)) {
        if (lower(token.symbol) == lower(name) || token.asset == name) return token;
        known += (known.empty() ? "" : ", ") + token.symbol;
    }
    return fail(
        Error::Kind::malformed, "there is no token \"" + name + "\"; there are " + known + "."
    );
}

std::string stock_text(
    const Json& manager_state, const std::string& asset, const std::string& units
) {
    const auto token = find_token(manager_state, asset);
    if (!token) return units + " of " + asset;
    return amount_text(from_units(units, token->decimals), token->symbol);
}

Command balance_command() {
    return {
        "balance",
        "[--json]",
        "what is held on the Verifier, and what of it is promised",
        "Counted by inventory-sync at one final block. `promised` is what open slots may give at "
        "most;\n"
        "`coming in` was seen by the bridge and can't be spent yet. `unripctl refresh "
        "inventory-sync`\n"
        "counts anew.\n",
        {0, 0, {}, {"--json"}},
        run_balance};
}

Command deposits_command() {
    return {
        "deposits",
        "[--json]",
        "where to send funds, and what is on its way",
        "The bridge gives one address for each chain; it stays the same. A deposit is spendable "
        "when the\n"
        "Verifier has credited it; until then it is shown here.\n",
        {0, 0, {}, {"--json"}},
        run_deposits};
}

}  // namespace unrip::unripctl

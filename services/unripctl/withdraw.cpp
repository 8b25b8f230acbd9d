// withdraw: funds go out through the bridge.

#include "figures.hpp"
#include "stock.hpp"
#include "verbs.hpp"

#include <ostream>
#include <utility>

namespace unrip::unripctl {
namespace {

constexpr auto kManager = "liquidity-manager";

struct Request {
    KnownToken token;
    Amount amount;
    Json state;
};

int wrong(Tools& tools, const std::string& why) {
    tools.err << "unripctl withdraw: " << why << '\n';
    return kWrongUse;
}

Task<Result<Request>> read_request(Tools& tools, std::string name, std::string amount) {
    auto state = co_await tools.ports.get(kManager, "/state");
    if (!state)
        co_return fail(Error::Kind::unavailable, "liquidity-manager: " + state.error().detail);
    if (!state->is_ok()) co_return fail(Error::Kind::unavailable, state->complaint());
    Request request;
    request.state = state->body;
    auto token = find_token(request.state, name);
    if (!token) co_return token.failure();
    request.token = std::move(*token);
    const auto read = Amount::parse_tokens(amount, request.token.decimals);
    if (!read || read->is_zero()) {
        co_return fail(
            Error::Kind::malformed,
            "\"" + amount + "\" is no amount of " + request.token.symbol +
                "; write it as 0.5 or 250."
        );
    }
    request.amount = *read;
    co_return request;
}

Json body_of(const Request& request, const Arguments& arguments) {
    Json body;
    body["asset_id"] = request.token.asset;
    body["amount"] = request.amount.to_string();
    const auto address = arguments.word(3);
    if (!address.empty()) body["destination_address"] = address;
    return body;
}

std::string estimate_text(const Request& request, const Json& said) {
    const auto shown = [&](const char* name) {
        const auto units = text_at(said, name);
        if (units.empty()) return std::string{"-"};
        return amount_text(from_units(units, request.token.decimals), request.token.symbol);
    };
    std::string text = "leaves the Verifier   " + shown("/amount") + "\n" +
                       "bridge fee            " + shown("/fee") + "\n" + "arrives               " +
                       shown("/arrives") + "\n" + "at                    " +
                       text_at(said, "/destination_address") + " (" + text_at(said, "/chain") +
                       ")\n";
    if (!is_true_at(said, "/acceptable"))
        text += "can't be done         " + text_at(said, "/reason") + "\n";
    return text;
}

Task<int> estimate(Tools& tools, Arguments arguments) {
    const auto request = co_await read_request(tools, arguments.word(1), arguments.word(2));
    if (!request) co_return not_done(tools, request.error().detail);
    auto body = body_of(*request, arguments);
    const auto said = co_await tools.ports.post(kManager, "/withdrawal-estimate", std::move(body));
    if (!said) co_return not_done(tools, said.error().detail);
    if (!said->is_ok()) co_return not_done(tools, said->complaint());
    tools.out
        << (arguments.has("--json") ? said->body.dump(2) + "\n"
                                    : estimate_text(*request, said->body));
    co_return is_true_at(said->body, "/acceptable") ? kDone : kAttention;
}

/// The same words on the same day are the same withdrawal, unless --key says otherwise: a command
/// that is typed again after a lost answer never sends twice.
std::string key_of(const Tools& tools, const Request& request, const Arguments& arguments) {
    if (const auto key = arguments.value("--key")) return *key;
    const auto day = to_unix_ms(tools.clock.now()) / 86'400'000;
    const auto address = arguments.word(3);
    return "unripctl/" + std::to_string(day) + "/" + request.token.symbol + "/" +
           request.amount.to_string() + (address.empty() ? "" : "/" + address);
}

Task<int> send(Tools& tools, Arguments arguments) {
    const auto request = co_await read_request(tools, arguments.word(1), arguments.word(2));
    if (!request) co_return not_done(tools, request.error().detail);
    const auto body = body_of(*request, arguments);
    const auto estimated = co_await tools.ports.post(kManager, "/withdrawal-estimate", body);
    if (!estimated) co_return not_done(tools, estimated.error().detail);
    if (!estimated->is_ok()) co_return not_done(tools, estimated->complaint());
    tools.err << estimate_text(*request, estimated->body);
    if (!is_wanted(tools, arguments, "Send it?")) co_return kNotWanted;
    auto key = key_of(tools, *request, arguments);
    const auto said = co_await tools.ports.post_once(kManager, "/withdraw", body, key);
    if (!said) {
        co_return not_done(
            tools,
            said.error().detail + "\nWhether it was taken is not known. Ask again with --key " +
                key + ": the same key never sends twice."
        );
    }
    if (!said->is_ok()) co_return not_done(tools, said->complaint());
    tools.out
        << (arguments.has("--json")
                ? said->body.dump(2) + "\n"
                : text_at(said->body, "/action_id") + " is " + text_at(said->body, "/state") +
                      "; follow it with unripctl withdraw list\n");
    co_return kDone;
}

Task<int> track(Tools& tools, Arguments arguments) {
    const auto request = co_await read_request(tools, arguments.word(2), arguments.word(3));
    if (!request) co_return not_done(tools, request.error().detail);
    Json body;
    body["withdrawal_hash"] = arguments.word(1);
    body["asset_id"] = request->token.asset;
    body["chain"] = request->token.chain;
    body["amount"] = request->amount.to_string();
    const auto said = co_await tools.ports.post(kManager, "/track-withdrawal", std::move(body));
    if (!said) co_return not_done(tools, said.error().detail);
    if (!said->is_ok()) co_return not_done(tools, said->complaint());
    tools.out << said->body.dump(2) << '\n';
    co_return kDone;
}

Task<int> freeze(Tools& tools, Arguments arguments, bool frozen) {
    if (!frozen) {
        const bool wanted =
            is_wanted(tools, arguments, "Unfreeze withdrawals? Funds may then leave.");
        if (!wanted) co_return kNotWanted;
    }
    Json body;
    body["frozen"] = frozen;
    if (const auto reason = arguments.value("--reason")) body["reason"] = *reason;
    const auto said = co_await tools.ports.post(kManager, "/freeze-withdrawals", std::move(body));
    if (!said) co_return not_done(tools, "liquidity-manager: " + said.error().detail);
    if (!said->is_ok()) co_return not_done(tools, said->complaint());
    tools.out << "Withdrawals are " << (frozen ? "frozen" : "possible") << ".\n";
    co_return kDone;
}

/// Newest first. Below each, where it goes and what is to be said of it.
std::string list_text(const Json& withdrawals, const Json& state) {
    if (withdrawals.empty()) return "There are none.\n";
    constexpr std::size_t kSince = 17;
    constexpr std::size_t kAmount = 22;
    constexpr std::size_t kState = 12;
    auto text = padded("since (UTC)", kSince) + padded("amount", kAmount) +
                padded("state", kState) + "withdrawal\n";
    for (const auto& one : withdrawals) {
        auto since = text_at(one, "/since").substr(0, std::string_view{"2026-11-20T14:02"}.size());
        if (const auto letter = since.find('T'); letter != std::string::npos) since[letter] = ' ';
        const auto amount = stock_text(state, text_at(one, "/asset"), text_at(one, "/amount"));
        text += padded(since, kSince) + padded(amount, kAmount) +
                padded(text_at(one, "/state"), kState) + text_at(one, "/action_id") + "\n";
        const auto more = [&](std::string_view what, const char* field) {
            const auto said = text_at(one, field);
            if (!said.empty()) text += padded("", kSince) + std::string{what} + said + "\n";
        };
        more("to ", "/address");
        more("tx ", "/tx_hash");
        more("", "/detail");
    }
    return text;
}

Task<int> list(Tools& tools, Arguments arguments) {
    const auto said = co_await tools.ports.get(kManager, "/withdrawals");
    const auto state = co_await tools.ports.get(kManager, "/state");
    if (!said || !state)
        co_return not_done(
            tools, "liquidity-manager: " + (said ? state.error() : said.error()).detail
        );
    if (!said->is_ok()) co_return not_done(tools, said->complaint());
    if (arguments.has("--json")) {
        tools.out << said->body.dump(2) << '\n';
        co_return kDone;
    }
    tools.out << list_text(said->body.at("withdrawals"), state->body);
    co_return kDone;
}

Task<int> run_withdraw(Tools& tools, Arguments arguments) {
    const auto verb = arguments.word(0);
    const auto words = arguments.words.size();
    if (verb == "list" && words == 1) co_return co_await list(tools, std::move(arguments));
    if (verb == "freeze" && words == 1)
        co_return co_await freeze(tools, std::move(arguments), true);
    if (verb == "unfreeze" && words == 1)
        co_return co_await freeze(tools, std::move(arguments), false);
    if (verb == "estimate" && words >= 3) co_return co_await estimate(tools, std::move(arguments));
    if (verb == "send" && words >= 3) co_return co_await send(tools, std::move(arguments));
    if (verb == "track" && words == 4) co_return co_await track(tools, std::move(arguments));
    co_return wrong(
        tools,
        "it is estimate|send TOKEN AMOUNT [ADDRESS], track HASH TOKEN AMOUNT, list, freeze or "
        "unfreeze."
    );
}

constexpr auto kTeaches =
    "Withdrawals are frozen after every start of liquidity-manager, and need the account's key "
    "there.\n"
    "The amount is what leaves the Verifier, with the bridge's fee inside. Without an address it "
    "goes\n"
    "to TRADING_BTC_WITHDRAW_ADDRESS or TRADING_EURE_WITHDRAW_ADDRESS. `send` shows the estimate "
    "and\n"
    "asks. The same withdrawal typed twice on one day is sent once; --key NAME makes another one.\n"
    "\n"
    "  unripctl withdraw unfreeze --reason \"weekly\"\n"
    "  unripctl withdraw estimate btc 0.001\n"
    "  unripctl withdraw send btc 0.001\n"
    "  unripctl withdraw list\n"
    "  unripctl withdraw freeze\n";

}  // namespace

Command withdraw_command() {
    return {
        "withdraw",
        "estimate|send|track|list|freeze|unfreeze ... [--key NAME] [--reason TEXT] [--yes] "
        "[--json]",
        "funds out through the bridge (send and unfreeze ask first)",
        kTeaches,
        {1, 4, {"--key", "--reason", "--who"}, {"--yes", "--json"}},
        run_withdraw};
}

}  // namespace unrip::unripctl

// GET /accounts/<id>, POST /accounts/<id>/fund, /accounts/<id>/keys and /accounts/<id>/deposit.

#include "control/answers.hpp"
#include "control/routes.hpp"
#include "sandbox.hpp"
#include "venue_settings.hpp"

namespace unrip::sandbox {
namespace {

using Json = nlohmann::ordered_json;

/// The second part of "/accounts/maker.sandbox.near/fund".
std::string account_in(std::string_view path) {
    path.remove_prefix(std::min(path.find('/', 1), path.size() - 1) + 1);
    return std::string{path.substr(0, path.find('/'))};
}

Json shown(const Chain& chain, const std::string& account) {
    const auto& ledger = chain.verifier().ledger();
    Json balances = Json::object();
    for (const auto& token : ledger.tokens_of(account, kNewest)) {
        balances[token] = {
            {"balance", to_text(ledger.balance(account, token))},
            {"committed", to_text(chain.auditor().committed(account, token))}};
    }
    Json keys = Json::array();
    for (const auto& key : ledger.keys_of(account, kNewest))
        keys.push_back(key.to_string());
    return {
        {"account", account},
        {"balances", balances},
        {"keys", keys},
        {"locked", ledger.is_locked(account)}};
}

/// {"token":"nep141:...","amount":"1000"} adds, {"token":...,"balance":"5"} sets.
Result<void> fund(Chain& chain, const std::string& account, const nlohmann::json& body) {
    const auto token = AssetId::parse(text_of(body, "token"));
    if (!token) return token.failure();
    const bool sets = body.contains("balance");
    const auto amount = Amount::parse(text_of(body, sets ? "balance" : "amount"));
    if (!amount) return amount.failure();
    if (sets) {
        chain.set_balance(account, token->text(), amount->atoms());
        return {};
    }
    const auto held = chain.verifier().ledger().balance(account, token->text());
    if (!add(held, amount->atoms())) {
        return fail(Error::Kind::malformed, "that is more than an account can hold");
    }
    chain.credit(account, token->text(), amount->atoms());
    return {};
}

/// Somebody sends coins to the account's deposit address: {"token":"nep141:...","amount":"1000"}.
Result<std::string> deposit(
    BridgeBook& bridge, const std::string& account, const nlohmann::json& body
) {
    const auto token = AssetId::parse(text_of(body, "token"));
    if (!token) return token.failure();
    const auto amount = Amount::parse(text_of(body, "amount"));
    if (!amount) return amount.failure();
    const auto hash = bridge.arrive(account, token->rest(), amount->atoms(), true);
    if (!hash) return fail(Error::Kind::refused, "the bridge does not carry " + token->text());
    return *hash;
}

}  // namespace

void add_account_routes(runtime::Control& control, Sandbox& sandbox) {
    control.route_now("GET", "/accounts/*", [&](const runtime::ControlRequest& request) {
        return answer(shown(sandbox.chain(), account_in(request.path)));
    });
    control.route_now("POST", "/accounts/*/fund", [&](const runtime::ControlRequest& request) {
        const auto account = account_in(request.path);
        const auto done = fund(sandbox.chain(), account, body_of(request));
        return done ? answer(shown(sandbox.chain(), account)) : refusal(done.error());
    });
    control.route_now("POST", "/accounts/*/deposit", [&](const runtime::ControlRequest& request) {
        const auto account = account_in(request.path);
        const auto hash = deposit(sandbox.bridge_book(), account, body_of(request));
        return hash ? answer({{"tx_hash", *hash}}) : refusal(hash.error());
    });
    control.route_now("POST", "/accounts/*/keys", [&](const runtime::ControlRequest& request) {
        const auto account = account_in(request.path);
        const auto key = text_of(body_of(request), "public_key");
        if (key.empty()) return refusal("public_key must be a text such as ed25519:...");
        const auto done = register_key(sandbox.chain(), account, key);
        return done ? answer(shown(sandbox.chain(), account)) : refusal(done.error());
    });
}

}  // namespace unrip::sandbox

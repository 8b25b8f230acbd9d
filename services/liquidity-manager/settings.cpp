#include "settings.hpp"

#include "near/account_id.hpp"
#include "near/key_box.hpp"
#include "presence/bus_settings.hpp"
#include "runtime/env.hpp"

#include <utility>

namespace unrip::liquidity_manager {
namespace {

/// Only these two have a default address in the environment.
std::optional<std::string> default_address(runtime::Env& env, const std::string& slug) {
    if (slug == "btc") return env.optional_text("TRADING_BTC_WITHDRAW_ADDRESS");
    if (slug == "eure") return env.optional_text("TRADING_EURE_WITHDRAW_ADDRESS");
    return std::nullopt;
}

Terms terms_of(runtime::Env& env, const policy::File& policy) {
    std::vector<TokenTerms> tokens;
    for (const auto& entry : policy.tokens) {
        TokenTerms terms;
        terms.asset = entry.token.id;
        terms.slug = entry.token.slug;
        terms.symbol = entry.token.symbol;
        terms.decimals = entry.token.decimals;
        terms.chain = entry.chain;
        terms.withdrawal_min = entry.withdrawal_min;
        terms.default_address = default_address(env, entry.token.slug);
        const auto& allowed = policy.liquidity.destinations_allowed;
        if (const auto found = allowed.find(entry.token.slug); found != allowed.end()) {
            terms.allowed = found->second;
        }
        tokens.push_back(std::move(terms));
    }
    return Terms{std::move(tokens)};
}

std::optional<near::SecretKey> read_account_key(runtime::Env& env) {
    const auto secret = env.optional_secret("NEAR_ACCOUNT_PRIVATE_KEY");
    const auto passphrase = env.optional_secret("NEAR_ACCOUNT_PASSPHRASE");
    if (!secret) return std::nullopt;
    const auto open = [&](const std::optional<std::string_view>& words) {
        return secret->with([&](std::string_view text) { return near::open_key(text, words); });
    };
    auto key = passphrase ? passphrase->with(open) : open(std::nullopt);
    if (key) return std::move(*key);
    env.mistake(
        "NEAR_ACCOUNT_PRIVATE_KEY",
        "be a key such as ed25519:<base58>, and NEAR_ACCOUNT_PASSPHRASE open it if it is "
        "encrypted: " +
            key.error().detail
    );
    return std::nullopt;
}

}  // namespace

Settings Settings::from(runtime::Env& env) {
    Settings settings;
    settings.bus = presence::bus_settings(env);
    settings.bridge.url = env.url("NEAR_INTENTS_BRIDGE_RPC_URL", {"http", "https"});
    settings.nodes = env.urls("NEAR_RPC_URLS", {"http", "https"});
    settings.account_id = env.text("NEAR_INTENTS_ACCOUNT_ID");
    if (!settings.account_id.empty() && !near::is_account_id(settings.account_id)) {
        env.mistake("NEAR_INTENTS_ACCOUNT_ID", "be a NEAR account id: maker.near");
    }
    settings.contract = env.text("NEAR_INTENTS_CONTRACT");
    settings.account_key = read_account_key(env);
    const auto policy_file = env.file("UNRIP_POLICY_FILE");
    env.expect_no_mistakes();
    auto policy = policy::load(policy_file);
    if (!policy) throw runtime::CannotStart{"UNRIP_POLICY_FILE: " + policy.error().detail};
    settings.policy = std::move(*policy);
    settings.terms = terms_of(env, settings.policy);
    env.expect_no_mistakes();
    return settings;
}

}  // namespace unrip::liquidity_manager

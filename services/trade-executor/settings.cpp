#include "settings.hpp"

#include "near/key_box.hpp"
#include "presence/bus_settings.hpp"
#include "runtime/env.hpp"

namespace unrip::trade_executor {
namespace {

/// Questions alone: what becomes of quotes is heard from the ingest.
venue::RelaySettings questions_only(const policy::File& policy, std::string url) {
    venue::RelaySettings relay;
    relay.socket.url = std::move(url);
    relay.hears_status = false;
    relay.answer_limit = policy.relay.verdict_within;
    if (!policy.relay.token_filter) return relay;
    for (const auto& entry : policy.tokens) {
        relay.filter.tokens_in.push_back(entry.token.id);
        relay.filter.tokens_out.push_back(entry.token.id);
    }
    return relay;
}

std::optional<near::SecretKey> read_key(runtime::Env& env) {
    const auto secret = env.secret("NEAR_INTENTS_SIGNER_PRIVATE_KEY");
    const auto passphrase = env.optional_secret("NEAR_INTENTS_SIGNER_PASSPHRASE");
    const auto open = [&](const std::optional<std::string_view>& words) {
        return secret.with([&](std::string_view text) -> std::optional<near::SecretKey> {
            if (text.empty()) return std::nullopt;  // Said already.
            auto key = near::open_key(text, words);
            if (key) return std::move(*key);
            env.mistake(
                "NEAR_INTENTS_SIGNER_PRIVATE_KEY",
                "be a key, and NEAR_INTENTS_SIGNER_PASSPHRASE open it if it is encrypted: " +
                    key.error().detail
            );
            return std::nullopt;
        });
    };
    return passphrase ? passphrase->with(open) : open(std::nullopt);
}

}  // namespace

Settings Settings::from(runtime::Env& env) {
    Settings settings;
    settings.bus = presence::bus_settings(env);
    settings.account_id = env.text("NEAR_INTENTS_ACCOUNT_ID");
    settings.contract = env.text("NEAR_INTENTS_CONTRACT");
    settings.nodes = env.urls("NEAR_RPC_URLS", {"http", "https"});
    settings.key = read_key(env);
    const auto answer_on = env.one_of("RELAY_ANSWER_ON", {"asking-socket", "own-socket"});
    const auto relay_url = env.url("NEAR_INTENTS_RELAY_WS_URL", {"ws", "wss"});
    settings.api_key = env.optional_secret("NEAR_INTENTS_API_KEY");
    const auto path = env.file("UNRIP_POLICY_FILE");
    env.expect_no_mistakes();
    auto policy = policy::load(path);
    if (!policy) throw runtime::CannotStart{policy.error().detail};
    settings.policy = std::move(*policy);
    if (answer_on == "own-socket") settings.own_socket = questions_only(settings.policy, relay_url);
    return settings;
}

}  // namespace unrip::trade_executor

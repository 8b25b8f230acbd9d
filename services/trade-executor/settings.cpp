#include "settings.hpp"

#include "presence/bus_settings.hpp"
#include "runtime/env.hpp"

namespace unrip::trade_executor {

Settings Settings::from(runtime::Env& env) {
    Settings settings;
    settings.bus = presence::bus_settings(env);
    settings.account_id = env.text("NEAR_INTENTS_ACCOUNT_ID");
    settings.contract = env.text("NEAR_INTENTS_CONTRACT");
    settings.nodes = env.urls("NEAR_RPC_URLS", {"http", "https"});
    env.secret("NEAR_INTENTS_SIGNER_PRIVATE_KEY").with([&](std::string_view text) {
        auto key = near::SecretKey::parse(text);
        if (key) {
            settings.key.emplace(std::move(*key));
        } else if (!text.empty()) {
            env.mistake("NEAR_INTENTS_SIGNER_PRIVATE_KEY", "be a key: " + key.error().detail);
        }
    });
    env.one_of("RELAY_ANSWER_ON", {"asking-socket"});
    const auto path = env.file("UNRIP_POLICY_FILE");
    env.expect_no_mistakes();
    auto policy = policy::load(path);
    if (!policy) throw runtime::CannotStart{policy.error().detail};
    settings.policy = std::move(*policy);
    return settings;
}

}  // namespace unrip::trade_executor

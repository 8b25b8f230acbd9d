#include "settings.hpp"

#include "near/account_id.hpp"
#include "presence/bus_settings.hpp"
#include "runtime/env.hpp"

namespace unrip::inventory_sync {

Settings Settings::from(runtime::Env& env) {
    Settings settings;
    settings.bus = presence::bus_settings(env);
    settings.account.id = env.text("NEAR_INTENTS_ACCOUNT_ID");
    settings.account.contract = env.text("NEAR_INTENTS_CONTRACT");
    settings.nodes = env.urls("NEAR_RPC_URLS", {"http", "https"});
    const auto path = env.file("UNRIP_POLICY_FILE");
    if (!settings.account.id.empty() && !near::is_account_id(settings.account.id))
        env.mistake("NEAR_INTENTS_ACCOUNT_ID", "be a NEAR account such as maker.near");
    if (!near::is_account_id(settings.account.contract))
        env.mistake("NEAR_INTENTS_CONTRACT", "be a NEAR account such as intents.near");
    env.expect_no_mistakes();

    auto policy = policy::load(path);
    if (!policy) throw runtime::CannotStart{policy.error().detail};
    settings.policy = *std::move(policy);
    return settings;
}

}  // namespace unrip::inventory_sync

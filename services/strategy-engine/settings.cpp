#include "settings.hpp"

#include "presence/bus_settings.hpp"
#include "runtime/env.hpp"

namespace unrip::strategy_engine {

Settings Settings::from(runtime::Env& env) {
    Settings settings;
    settings.bus = presence::bus_settings(env);
    settings.account_id = env.text("NEAR_INTENTS_ACCOUNT_ID");
    settings.contract = env.text("NEAR_INTENTS_CONTRACT");
    const auto file = env.file("UNRIP_POLICY_FILE");
    env.expect_no_mistakes();

    auto policy = policy::load(file);
    if (!policy) throw runtime::CannotStart{"UNRIP_POLICY_FILE: " + policy.error().detail};
    settings.policy = std::move(*policy);
    settings.trading = settings.policy.strategy();

    const auto& accounting = settings.policy.accounting;
    const auto most =
        env.amount("STRATEGY_MAX_NOTIONAL_EURE", accounting.decimals, accounting.symbol);
    env.expect_no_mistakes();
    for (auto& pair : settings.trading.pairs)
        pair.limits.notional_max = most;
    const auto mistakes = strategy::validate(settings.trading);
    if (!mistakes.empty()) throw runtime::CannotStart{file + ": " + mistakes.front()};
    return settings;
}

}  // namespace unrip::strategy_engine

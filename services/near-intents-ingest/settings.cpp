#include "settings.hpp"

#include "presence/bus_settings.hpp"
#include "runtime/env.hpp"
#include "sift.hpp"

namespace unrip::near_intents_ingest {

Settings Settings::from(runtime::Env& env) {
    Settings settings;
    settings.bus = presence::bus_settings(env);
    settings.relay.socket.url = env.url("NEAR_INTENTS_RELAY_WS_URL", {"ws", "wss"});
    settings.relay.instance_id = env.optional_text("RELAY_INSTANCE_ID").value_or("");
    settings.api_key = env.optional_secret("NEAR_INTENTS_API_KEY");
    const auto path = env.file("UNRIP_POLICY_FILE");
    env.expect_no_mistakes();
    auto policy = policy::load(path);
    if (!policy) throw runtime::CannotStart{policy.error().detail};
    settings.policy = std::move(*policy);
    settings.relay.filter = Sieve{settings.policy}.filter();
    settings.relay.answer_limit = settings.policy.relay.verdict_within;
    return settings;
}

}  // namespace unrip::near_intents_ingest

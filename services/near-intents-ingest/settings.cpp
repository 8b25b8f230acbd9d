#include "settings.hpp"

#include "presence/bus_settings.hpp"
#include "runtime/env.hpp"

namespace unrip::near_intents_ingest {

Settings Settings::from(runtime::Env& env) {
    Settings settings;
    settings.bus = presence::bus_settings(env);
    settings.relay.socket.url = env.url("NEAR_INTENTS_RELAY_WS_URL", {"ws", "wss"});
    settings.relay.instance_id = env.optional_text("RELAY_INSTANCE_ID").value_or("");
    settings.api_key = env.optional_secret("NEAR_INTENTS_API_KEY");
    env.expect_no_mistakes();
    return settings;
}

}  // namespace unrip::near_intents_ingest

#pragma once

#include "bus/settings.hpp"
#include "policy/policy.hpp"
#include "runtime/secret.hpp"
#include "venue/relay/relay_client.hpp"

#include <optional>

namespace unrip::runtime {
class Env;
}  // namespace unrip::runtime

namespace unrip::near_intents_ingest {

struct Settings {
    bus::Settings bus;
    policy::File policy;
    venue::RelaySettings relay;              ///< With the policy's token filter.
    std::optional<runtime::Secret> api_key;  ///< The relay's bearer token, where it asks for one.

    /// Throws runtime::CannotStart with every mistake at once.
    static Settings from(runtime::Env& env);
};

}  // namespace unrip::near_intents_ingest

#pragma once

#include "bus/settings.hpp"
#include "near/secret_key.hpp"
#include "policy/policy.hpp"
#include "runtime/secret.hpp"
#include "venue/relay/relay_client.hpp"

#include <optional>
#include <string>
#include <vector>

namespace unrip::runtime {
class Env;
}  // namespace unrip::runtime

namespace unrip::trade_executor {

struct Settings {
    bus::Settings bus;
    policy::File policy;
    std::string account_id;
    std::string contract;
    std::vector<std::string> nodes;  ///< NEAR nodes, the preferred first.
    /// RELAY_ANSWER_ON=own-socket: the relay, for a socket of our own.
    std::optional<venue::RelaySettings> own_socket;
    std::optional<runtime::Secret> api_key;  ///< The relay's, where it asks for one.
    std::optional<near::SecretKey> key;      ///< Always there once read; signs quotes.

    /// Throws runtime::CannotStart with every mistake at once.
    static Settings from(runtime::Env& env);
};

}  // namespace unrip::trade_executor

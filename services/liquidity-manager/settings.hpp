#pragma once

#include "bus/settings.hpp"
#include "near/secret_key.hpp"
#include "policy/policy.hpp"
#include "terms.hpp"
#include "venue/bridge/bridge_client.hpp"

#include <optional>
#include <string>
#include <vector>

namespace unrip::runtime {
class Env;
}  // namespace unrip::runtime

namespace unrip::liquidity_manager {

struct Settings {
    bus::Settings bus;
    venue::BridgeSettings bridge;
    std::vector<std::string> nodes;
    std::string account_id;
    std::string contract;
    std::optional<near::SecretKey> account_key;
    policy::File policy;
    Terms terms;

    /// Throws CannotStart with all mistakes.
    static Settings from(runtime::Env& env);
};

}  // namespace unrip::liquidity_manager

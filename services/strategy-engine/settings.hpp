#pragma once

#include "bus/settings.hpp"
#include "policy/policy.hpp"

#include <string>

namespace unrip::runtime {
class Env;
}  // namespace unrip::runtime

namespace unrip::strategy_engine {

struct Settings {
    bus::Settings bus;
    policy::File policy;
    std::string account_id;  ///< Whose promises these are.
    std::string contract;    ///< The Verifier.

    /// What the engine trades by: the policy, with STRATEGY_MAX_NOTIONAL_EURE for every pair.
    strategy::Policy trading;

    /// Throws runtime::CannotStart with every mistake at once.
    static Settings from(runtime::Env& env);
};

}  // namespace unrip::strategy_engine

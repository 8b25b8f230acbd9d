#pragma once

#include "addresses.hpp"
#include "bus/settings.hpp"
#include "policy/policy.hpp"
#include "runtime/secret.hpp"

#include <map>
#include <optional>

namespace unrip::runtime {
class Env;
}  // namespace unrip::runtime

namespace unrip::market_reference_ingest {

struct Settings {
    bus::Settings bus;
    policy::File policy;
    std::map<policy::Market, MarketAddress> markets;  ///< Those that are switched on.
    std::optional<runtime::Secret> pyth_key;

    /// Throws runtime::CannotStart with every mistake at once, also when a pair has fewer sources
    /// switched on than a price needs.
    static Settings from(runtime::Env& env);
};

}  // namespace unrip::market_reference_ingest

#pragma once

#include "bus/settings.hpp"
#include "policy/policy.hpp"
#include "told.hpp"

#include <string>
#include <vector>

namespace unrip::runtime {
class Env;
}  // namespace unrip::runtime

namespace unrip::inventory_sync {

struct Settings {
    bus::Settings bus;
    policy::File policy;
    Account account;
    std::vector<std::string> nodes;

    /// Throws runtime::CannotStart with every mistake at once.
    static Settings from(runtime::Env& env);
};

}  // namespace unrip::inventory_sync

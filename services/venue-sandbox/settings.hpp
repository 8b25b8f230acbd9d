#pragma once

#include "world/scenario.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace unrip::runtime {
class Env;
}  // namespace unrip::runtime

namespace unrip::sandbox {

struct Settings {
    std::string bind;
    std::uint16_t venue_port = 0;
    std::string scenario_file;
    std::optional<std::string> balances_file;
    Scenario scenario;

    /// Throws runtime::CannotStart with every mistake at once.
    static Settings from(runtime::Env& env);
};

}  // namespace unrip::sandbox

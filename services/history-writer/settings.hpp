#pragma once

#include "bus/settings.hpp"
#include "policy/policy.hpp"
#include "runtime/secret.hpp"
#include "store/database.hpp"

#include <optional>

namespace unrip::runtime {
class Env;
}  // namespace unrip::runtime

namespace unrip::history_writer {

struct Settings {
    bus::Settings bus;
    store::DatabaseSettings database;          ///< Of the writing.
    store::DatabaseSettings reading_database;  ///< Of what reads beside it.
    policy::File policy;
    std::optional<runtime::Secret> alert_webhook;  ///< Nothing: nobody is told.

    /// Throws runtime::CannotStart with every mistake at once.
    static Settings from(runtime::Env& env);
};

}  // namespace unrip::history_writer

#pragma once

#include "core/time.hpp"
#include "store/database.hpp"

#include <filesystem>

namespace unrip::runtime {
class Env;
}  // namespace unrip::runtime

namespace unrip::migrate {

struct Settings {
    store::DatabaseSettings database;
    std::filesystem::path migrations;
    Milliseconds wait{};  ///< For the database to answer.

    static Settings from(runtime::Env& env);
};

}  // namespace unrip::migrate

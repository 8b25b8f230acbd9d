#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <filesystem>
#include <string>

namespace unrip::migrate {

struct Settings {
    std::string postgres_url;
    std::filesystem::path migrations;
    Milliseconds wait{60'000};  ///< For the database to answer.

    /// From POSTGRES_URL (or the file that POSTGRES_URL_FILE names), UNRIP_MIGRATIONS_DIR (default:
    /// beside the program, installed or in the source tree) and UNRIP_MIGRATE_WAIT_SECONDS.
    static Result<Settings> from_environment();
};

}  // namespace unrip::migrate

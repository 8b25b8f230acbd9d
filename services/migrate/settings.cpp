#include "settings.hpp"

#include "runtime/env.hpp"

#include <string>
#include <string_view>
#include <system_error>

namespace unrip::migrate {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kLongestWait = 86'400;

/// Installed: bin/ and share/unrip/migrations. In the source tree: build/<preset>/bin/ and
/// migrations.
fs::path beside_the_program() {
    std::error_code error;
    const auto program = fs::read_symlink("/proc/self/exe", error);
    const auto folder = program.parent_path();
    auto installed = (folder / "../share/unrip/migrations").lexically_normal();
    if (fs::is_directory(installed, error)) return installed;
    return (folder / "../../../migrations").lexically_normal();
}

}  // namespace

Settings Settings::from(runtime::Env& env) {
    Settings settings;
    settings.database.application_name = env.process();
    settings.database.url =
        env.secret("POSTGRES_URL").with([](std::string_view url) { return std::string{url}; });
    const auto directory = env.optional_text("UNRIP_MIGRATIONS_DIR");
    settings.migrations = directory ? fs::path{*directory} : beside_the_program();
    settings.wait =
        std::chrono::seconds{env.integer("UNRIP_MIGRATE_WAIT_SECONDS", 0, kLongestWait)};
    env.expect_no_mistakes();
    return settings;
}

}  // namespace unrip::migrate

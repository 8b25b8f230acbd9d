#include "settings.hpp"

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <string_view>
#include <system_error>

namespace unrip::migrate {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread.
    return value == nullptr ? "" : value;
}

Result<std::string> read_url() {
    const auto url = environment("POSTGRES_URL");
    const auto file_name = environment("POSTGRES_URL_FILE");
    if (!url.empty() && !file_name.empty()) {
        return fail(Error::Kind::refused, "POSTGRES_URL and POSTGRES_URL_FILE are both set");
    }
    if (!url.empty()) return url;
    if (file_name.empty()) return fail(Error::Kind::refused, "POSTGRES_URL is not set");
    std::ifstream file{file_name};
    std::string line;
    if (!std::getline(file, line) || line.empty()) {
        return fail(Error::Kind::refused, "POSTGRES_URL_FILE cannot be read: " + file_name);
    }
    return line;
}

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

Result<Milliseconds> read_wait(Milliseconds otherwise) {
    const auto text = environment("UNRIP_MIGRATE_WAIT_SECONDS");
    if (text.empty()) return otherwise;
    constexpr int most = 86'400;
    int seconds = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size() || seconds < 0 ||
        seconds > most) {
        return fail(
            Error::Kind::refused, "UNRIP_MIGRATE_WAIT_SECONDS must be a whole number up to 86400"
        );
    }
    return Milliseconds{std::chrono::seconds{seconds}};
}

}  // namespace

Result<Settings> Settings::from_environment() {
    Settings settings;
    auto url = read_url();
    if (!url) return url.failure();
    settings.postgres_url = std::move(*url);
    const auto directory = environment("UNRIP_MIGRATIONS_DIR");
    settings.migrations = directory.empty() ? beside_the_program() : fs::path{directory};
    const auto wait = read_wait(settings.wait);
    if (!wait) return wait.failure();
    settings.wait = *wait;
    return settings;
}

}  // namespace unrip::migrate

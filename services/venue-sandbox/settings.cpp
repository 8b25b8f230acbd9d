#include "settings.hpp"

#include "kept_balances.hpp"
#include "near/key_file.hpp"
#include "runtime/control_door.hpp"
#include "runtime/env.hpp"

#include <filesystem>
#include <system_error>

namespace unrip::sandbox {
namespace {

/// Whoever reaches the venue's port can order the simulated money about, and nothing asks for a
/// token there: it is for this machine.
std::string read_bind(runtime::Env& env) {
    auto bind = env.text("VENUE_SANDBOX_BIND");
    if (bind == "localhost") bind = "127.0.0.1";
    if (!runtime::is_address(bind)) {
        env.mistake("VENUE_SANDBOX_BIND", "be an IP address, such as 127.0.0.1");
    } else if (!runtime::is_loopback(bind) && !env.optional_text("CONTROL_TOKENLESS_BIND")) {
        env.mistake(
            "VENUE_SANDBOX_BIND",
            "be a loopback address, or CONTROL_TOKENLESS_BIND=i-publish-on-loopback-only must be "
            "set where the port is published on the host's 127.0.0.1 only"
        );
    }
    return bind;
}

/// A simulated account needs a key as a true one does. Whoever starts the venue need not make one:
/// the first start leaves it where the processes that sign find it.
std::string public_key_of(const std::string& path) {
    const auto refuse = [](const Error& error) {
        return runtime::CannotStart{"venue-sandbox: VENUE_SANDBOX_MAKER_KEY_FILE: " + error.detail};
    };
    std::error_code unusable;  // A path that can't be one, such as one that is too long.
    if (!std::filesystem::exists(path, unusable)) {
        const auto made = near::create_key_file(path);
        if (!made) throw refuse(made.error());
        return made->to_string();
    }
    const auto key = near::read_key_file(path);
    if (!key) throw refuse(key.error());
    return key->public_key().to_string();
}

void recall(const std::string& path, AccountPlan& maker) {
    const auto recalled = recall_balances(path, maker);
    if (!recalled) {
        throw runtime::CannotStart{
            "venue-sandbox: VENUE_SANDBOX_BALANCES_FILE: " + recalled.error().detail};
    }
}

}  // namespace

Settings Settings::from(runtime::Env& env) {
    Settings settings;
    settings.bind = read_bind(env);
    settings.venue_port = env.port("VENUE_SANDBOX_VENUE_PORT");
    settings.scenario_file = env.file("VENUE_SANDBOX_SCENARIO_FILE");
    const auto maker_key = env.optional_text("VENUE_SANDBOX_MAKER_KEY_FILE");
    settings.balances_file = env.optional_text("VENUE_SANDBOX_BALANCES_FILE");
    env.expect_no_mistakes();
    auto scenario = load_scenario(settings.scenario_file);
    if (!scenario) throw runtime::CannotStart{"venue-sandbox: " + scenario.error().detail};
    settings.scenario = std::move(*scenario);
    if (maker_key) settings.scenario.maker.keys.push_back(public_key_of(*maker_key));
    if (settings.balances_file) recall(*settings.balances_file, settings.scenario.maker);
    return settings;
}

}  // namespace unrip::sandbox

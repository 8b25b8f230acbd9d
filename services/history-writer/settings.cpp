#include "settings.hpp"

#include "presence/bus_settings.hpp"
#include "runtime/env.hpp"

namespace unrip::history_writer {

Settings Settings::from(runtime::Env& env) {
    Settings settings;
    settings.bus = presence::bus_settings(env);
    settings.database.application_name = env.process();
    settings.database.url =
        env.secret("POSTGRES_URL").with([](std::string_view url) { return std::string{url}; });
    env.expect_no_mistakes();
    return settings;
}

}  // namespace unrip::history_writer

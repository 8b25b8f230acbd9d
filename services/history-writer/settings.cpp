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
    settings.reading_database = settings.database;
    settings.reading_database.application_name += "/portfolio";
    const auto policy = env.file("UNRIP_POLICY_FILE");
    env.expect_no_mistakes();
    auto read = policy::load(policy);
    if (!read) throw runtime::CannotStart{read.error().detail};
    settings.policy = std::move(*read);
    return settings;
}

}  // namespace unrip::history_writer

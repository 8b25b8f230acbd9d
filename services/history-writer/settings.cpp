#include "settings.hpp"

#include "net/url.hpp"
#include "presence/bus_settings.hpp"
#include "runtime/env.hpp"

namespace unrip::history_writer {

namespace {

bool is_http_address(const runtime::Secret& secret) {
    return secret.with([](std::string_view text) {
        const auto url = net::parse_url(text);
        return url && (url->scheme == "https" || url->scheme == "http");
    });
}

}  // namespace

Settings Settings::from(runtime::Env& env) {
    Settings settings;
    settings.bus = presence::bus_settings(env);
    settings.database.application_name = env.process();
    settings.database.url =
        env.secret("POSTGRES_URL").with([](std::string_view url) { return std::string{url}; });
    settings.reading_database = settings.database;
    settings.reading_database.application_name += "/portfolio";
    settings.alert_webhook = env.optional_secret("ALERT_WEBHOOK_URL");
    if (settings.alert_webhook && !is_http_address(*settings.alert_webhook)) {
        env.mistake(
            "ALERT_WEBHOOK_URL", "be an address that begins with https://, without a user name"
        );
    }
    const auto policy = env.file("UNRIP_POLICY_FILE");
    env.expect_no_mistakes();
    auto read = policy::load(policy);
    if (!read) throw runtime::CannotStart{read.error().detail};
    settings.policy = std::move(*read);
    return settings;
}

}  // namespace unrip::history_writer

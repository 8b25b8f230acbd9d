#include "presence/bus_settings.hpp"

#include "bus/durability.hpp"
#include "runtime/env.hpp"

namespace unrip::presence {
namespace {

std::string text_or_empty(std::optional<std::string> text) {
    return std::move(text).value_or(std::string{});
}

bus::TlsSettings tls_settings(runtime::Env& env, bool required) {
    return bus::TlsSettings{
        .required = required,
        .ca_file = text_or_empty(env.optional_file("NATS_TLS_CA_FILE")),
        .certificate_file = text_or_empty(env.optional_file("NATS_TLS_CERT_FILE")),
        .key_file = text_or_empty(env.optional_file("NATS_TLS_KEY_FILE")),
        .expected_host = text_or_empty(env.optional_text("NATS_TLS_EXPECTED_HOST")),
    };
}

}  // namespace

bus::Settings bus_settings(runtime::Env& env) {
    bus::Settings settings;
    settings.name = env.process();
    settings.urls = env.urls("NATS_URL", {"nats", "tls"});
    const bool encrypted = !settings.urls.empty() && settings.urls.front().starts_with("tls://");
    settings.tls = tls_settings(env, encrypted);

    settings.user = text_or_empty(env.optional_text("NATS_USER"));
    if (const auto password = env.optional_secret("NATS_PASSWORD")) {
        settings.password = password->with([](std::string_view text) { return std::string{text}; });
    }
    if (settings.user.empty() != settings.password.empty()) {
        env.mistake("NATS_USER", "be set together with NATS_PASSWORD");
    }
    settings.nkey_public = text_or_empty(env.optional_text("NATS_NKEY_PUBLIC"));
    settings.nkey_seed_file = text_or_empty(env.optional_file("NATS_NKEY_SEED_FILE"));
    if (settings.nkey_public.empty() != settings.nkey_seed_file.empty()) {
        env.mistake("NATS_NKEY_PUBLIC", "be set together with NATS_NKEY_SEED_FILE");
    }

    settings.sync = text_or_empty(env.optional_text("NATS_SYNC"));
    if (!settings.sync.empty() && !bus::parse_sync(settings.sync)) {
        env.mistake("NATS_SYNC", "be the server's sync_interval: always, or a time such as 1s");
    }
    return settings;
}

}  // namespace unrip::presence

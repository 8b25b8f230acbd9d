#include "bus/link_options.hpp"

#include "bus/nats_failure.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace unrip::bus {
namespace {

/// Applies settings one after the other until one can't work; says which.
class Setter {
  public:
    void set(natsStatus status, std::string_view what) {
        if (status == NATS_OK || problem_) return;
        problem_ = nats_failure(status, what).error;
        problem_->kind = Error::Kind::malformed;
    }
    void need_file(const std::string& path, std::string_view what) {
        std::error_code ignored;
        if (problem_ || std::filesystem::exists(path, ignored)) return;
        problem_ = Error{Error::Kind::malformed, std::string{what} + ": there is no file " + path};
    }
    const std::optional<Error>& problem() const { return problem_; }

  private:
    std::optional<Error> problem_;
};

void set_manners(natsOptions* options, const Settings& settings, Setter& setter) {
    setter.set(natsOptions_SetName(options, settings.name.c_str()), "the connection's name");
    const auto inbox = inbox_prefix_of(settings);
    setter.set(natsOptions_SetCustomInboxPrefix(options, inbox.c_str()), "the inbox prefix");
    // Without it the client's flusher thread delays every message by more than half a millisecond.
    setter.set(natsOptions_SetSendAsap(options, true), "send at once");
    setter.set(natsOptions_SetTimeout(options, settings.connect_timeout.count()), "timeout");
    // A link that broke is followed by a new one; the client library is not to bring it back.
    setter.set(natsOptions_SetAllowReconnect(options, false), "no reconnect");
    setter.set(natsOptions_SetPingInterval(options, settings.ping_interval.count()), "pings");
    setter.set(natsOptions_SetMaxPingsOut(options, 2), "unanswered pings");
    setter.set(natsOptions_SetWriteDeadline(options, settings.write_deadline.count()), "deadline");
    setter.set(natsOptions_SetNoRandomize(options, false), "order of servers");
}

void set_credentials(natsOptions* options, const Settings& settings, Setter& setter) {
    if (!settings.user.empty()) {
        const auto* user = settings.user.c_str();
        const auto* password = settings.password.c_str();
        setter.set(natsOptions_SetUserInfo(options, user, password), "user and password");
    }
    if (!settings.nkey_public.empty() || !settings.nkey_seed_file.empty()) {
        const auto* public_key = settings.nkey_public.c_str();
        const auto* seed_file = settings.nkey_seed_file.c_str();
        setter.need_file(settings.nkey_seed_file, "the nkey's seed");
        setter.set(natsOptions_SetNKeyFromSeed(options, public_key, seed_file), "the nkey");
    }
}

bool wants_tls(const TlsSettings& tls) {
    return tls.required || !tls.ca_file.empty() || !tls.certificate_file.empty();
}

void set_tls(natsOptions* options, const TlsSettings& tls, Setter& setter) {
    if (!wants_tls(tls)) return;
    setter.set(natsOptions_SetSecure(options, true), "TLS");
    if (!tls.ca_file.empty()) {
        const auto status = natsOptions_LoadCATrustedCertificates(options, tls.ca_file.c_str());
        setter.set(status, "the certificate authorities in " + tls.ca_file);
    }
    if (!tls.certificate_file.empty()) {
        const auto* certificate = tls.certificate_file.c_str();
        const auto* key = tls.key_file.c_str();
        const auto status = natsOptions_LoadCertificatesChain(options, certificate, key);
        setter.set(status, "our certificate in " + tls.certificate_file);
    }
    if (!tls.expected_host.empty()) {
        const auto* host = tls.expected_host.c_str();
        setter.set(natsOptions_SetExpectedHostname(options, host), "the expected host name");
    }
}

}  // namespace

bool wants_tls(const Settings& settings) {
    const auto is_tls = [](const std::string& url) { return url.starts_with("tls://"); };
    return wants_tls(settings.tls) ||
           std::any_of(settings.urls.begin(), settings.urls.end(), is_tls);
}

Result<LinkOptions> link_options(const Settings& settings) {
    natsOptions* created = nullptr;
    if (const auto status = natsOptions_Create(&created); status != NATS_OK) {
        return nats_failure(status, "nats");
    }
    LinkOptions options{created};
    Setter setter;
    std::vector<const char*> urls;
    urls.reserve(settings.urls.size());
    for (const auto& url : settings.urls)
        urls.push_back(url.c_str());
    const auto count = static_cast<int>(urls.size());
    setter.set(natsOptions_SetServers(created, urls.data(), count), "the servers' URLs");
    set_manners(created, settings, setter);
    set_credentials(created, settings, setter);
    set_tls(created, settings.tls, setter);
    if (setter.problem()) return Failure{*setter.problem()};
    return options;
}

}  // namespace unrip::bus

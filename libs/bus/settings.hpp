#pragma once

#include "core/time.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace unrip::bus {

/// Encryption, and who we talk to. Empty files mean: not used.
struct TlsSettings {
    bool required = false;         ///< Refuse a server that offers no TLS.
    std::string ca_file;           ///< PEM; whom we believe. Empty: the system's authorities.
    std::string certificate_file;  ///< PEM chain, together with key_file: who we are.
    std::string key_file;
    std::string expected_host;  ///< The name the server's certificate must carry.
};

/// How a process reaches NATS. Holds secrets: never print it whole.
struct Settings {
    std::vector<std::string> urls{"nats://127.0.0.1:4222"};
    std::string name;          ///< The service; seen in the server's connection list.
    std::string inbox_prefix;  ///< Where answers come in. Empty: "_INBOX_<name>".

    std::string user;  ///< With password; empty: none.
    std::string password;
    std::string nkey_public;     ///< "U..."; with nkey_seed_file; empty: none.
    std::string nkey_seed_file;  ///< Holds the seed "SU..."; read when signing, not kept.
    TlsSettings tls;

    /// What the operator says of the server's `sync_interval`: "always", "1s", "500ms", "2m".
    /// Empty: nothing is known, so nothing is promised. A client can't ask the server for it.
    std::string sync;

    Milliseconds connect_timeout{1'000};  ///< For one attempt at one server.
    Milliseconds reconnect_wait{250};     ///< Between two rounds of attempts, plus up to as much.
    /// Before starting anew when the server refused us or a setting can't work.
    Milliseconds reopen_wait{10'000};
    Milliseconds ping_interval{10'000};  ///< Two unanswered pings end the connection.
    Milliseconds write_deadline{500};    ///< A server that takes no bytes for so long is gone.
};

/// `settings.inbox_prefix`, or what stands for it when it is empty.
std::string inbox_prefix_of(const Settings& settings);

/// The URL as it may be shown: "nats://user:password@host:4222" becomes "nats://host:4222".
std::string without_credentials(std::string_view url);

}  // namespace unrip::bus

#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace unrip::net {

/// Where to connect and what to ask for.
struct Url {
    std::string scheme;  ///< http, https, ws or wss.
    std::string host;    ///< A name in lower case, or an address; IPv6 without its brackets.
    std::uint16_t port = 0;
    std::string target;  ///< Path and query, "/" at least. A fragment is never sent.

    bool is_tls() const { return scheme == "https" || scheme == "wss"; }
    /// For the Host header: the port only where it is not the scheme's own.
    std::string authority() const;
    /// "https://host:port": safe to show, path and query may hold keys.
    std::string origin() const;

    friend bool operator==(const Url&, const Url&) = default;
};

/// Strict: a known scheme, a host of letters, digits, '-', '.' and '_' or an address in numbers, a
/// port between 1 and 65535, nothing but visible ASCII. User and password are refused, since they
/// end up in logs. The error does not repeat the text, for the same reason.
Result<Url> parse_url(std::string_view text);

}  // namespace unrip::net

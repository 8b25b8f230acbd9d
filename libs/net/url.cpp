#include "net/url.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace unrip::net {
namespace {

Failure malformed(std::string_view what) {
    return fail(Error::Kind::malformed, "URL: " + std::string{what});
}

bool is_visible(char c) {
    return c > ' ' && c <= '~';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_host_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

std::uint16_t usual_port(std::string_view scheme) {
    return scheme == "https" || scheme == "wss" ? 443 : 80;
}

bool is_known_scheme(std::string_view scheme) {
    return scheme == "http" || scheme == "https" || scheme == "ws" || scheme == "wss";
}

bool is_ipv6(const std::string& host) {
    in6_addr address{};
    return inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

/// Names as DNS allows them, and IPv4: labels of 1 to 63 characters, 253 in all.
bool is_name(std::string_view host) {
    if (host.size() > 253) return false;
    std::size_t label = 0;
    for (const char c : host) {
        if (!is_host_character(c)) return false;
        if (c == '.' && label == 0) return false;
        label = c == '.' ? 0 : label + 1;
        if (label > 63) return false;
    }
    return label > 0;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    unsigned port = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, port);
    if (text.size() > 5 || problem != std::errc{} || stop != end) return std::nullopt;
    if (port == 0 || port > 65535) return std::nullopt;
    return static_cast<std::uint16_t>(port);
}

/// "host", "host:port", "[v6]" or "[v6]:port".
Result<void> read_authority(std::string_view text, Url& url) {
    std::string_view rest;
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == std::string_view::npos) return malformed("an address without its ']'");
        url.host = text.substr(1, close - 1);
        if (!is_ipv6(url.host)) return malformed("no IPv6 address between '[' and ']'");
        rest = text.substr(close + 1);
    } else {
        const auto colon = std::min(text.find(':'), text.size());
        url.host = text.substr(0, colon);
        rest = text.substr(colon);
    }
    std::transform(url.host.begin(), url.host.end(), url.host.begin(), lower);
    if (!text.starts_with('[') && !is_name(url.host)) return malformed("not a host name");
    if (rest.empty()) return {};
    if (!rest.starts_with(':')) return malformed("something between the host and its path");
    const auto port = parse_port(rest.substr(1));
    if (!port) return malformed("not a port");
    url.port = *port;
    return {};
}

std::string bracketed(const std::string& host) {
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

}  // namespace

std::string Url::authority() const {
    if (port == usual_port(scheme)) return bracketed(host);
    return bracketed(host) + ":" + std::to_string(port);
}

std::string Url::origin() const {
    return scheme + "://" + bracketed(host) + ":" + std::to_string(port);
}

Result<Url> parse_url(std::string_view text) {
    if (text.size() > 8192) return malformed("longer than 8192 characters");
    if (!std::all_of(text.begin(), text.end(), is_visible)) {
        return malformed("a blank, a control character or something beyond ASCII");
    }
    const auto scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos) return malformed("no scheme");
    Url url;
    url.scheme = text.substr(0, scheme_end);
    std::transform(url.scheme.begin(), url.scheme.end(), url.scheme.begin(), lower);
    if (!is_known_scheme(url.scheme)) return malformed("the scheme is not http, https, ws or wss");
    url.port = usual_port(url.scheme);

    const auto after_scheme = text.substr(scheme_end + 3);
    const auto authority_end = std::min(after_scheme.find_first_of("/?#"), after_scheme.size());
    const auto authority = after_scheme.substr(0, authority_end);
    if (authority.find('@') != std::string_view::npos) return malformed("user or password in it");
    if (const auto read = read_authority(authority, url); !read) return read.failure();

    const auto target = after_scheme.substr(authority_end);
    url.target = target.substr(0, target.find('#'));
    if (!url.target.starts_with('/')) url.target.insert(0, 1, '/');
    return url;
}

}  // namespace unrip::net

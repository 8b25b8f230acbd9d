#include "store/url.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace unrip::store {
namespace {

int hex_digit(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

std::optional<std::string> percent_decode(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            plain += text[i];
            continue;
        }
        if (text.size() - i < 3) return std::nullopt;
        const int high = hex_digit(text[i + 1]);
        const int low = hex_digit(text[i + 2]);
        if (high < 0 || low < 0 || high + low == 0) return std::nullopt;
        plain += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return plain;
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                           (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
        if (plain) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += kHex[byte >> 4U];
            encoded += kHex[byte & 15U];
        }
    }
    return encoded;
}

/// The password between "user:" and "@", as it is written.
std::string_view password_of(std::string_view authority) {
    const auto at = authority.find('@');
    if (at == std::string_view::npos) return {};
    const auto user = authority.substr(0, at);
    const auto colon = user.find(':');
    return colon == std::string_view::npos ? std::string_view{} : user.substr(colon + 1);
}

/// The passwords among "?a=b&password=c".
std::vector<std::string_view> passwords_of_query(std::string_view query) {
    std::vector<std::string_view> found;
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto pair = query.substr(0, end);
        for (const std::string_view key : {"password=", "sslpassword="}) {
            if (pair.substr(0, key.size()) == key) found.push_back(pair.substr(key.size()));
        }
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return found;
}

void replace_all(std::string& text, std::string_view secret) {
    constexpr std::string_view kHidden = "***";
    for (auto at = text.find(secret); at != std::string::npos;
         at = text.find(secret, at + kHidden.size())) {
        text.replace(at, secret.size(), kHidden);
    }
}

}  // namespace

Result<ConnectionUrl> ConnectionUrl::parse(std::string_view url) {
    std::string_view rest;
    for (const std::string_view scheme : {"postgresql://", "postgres://"}) {
        if (url.substr(0, scheme.size()) == scheme) rest = url.substr(scheme.size());
    }
    if (rest.data() == nullptr) {
        return fail(Error::Kind::refused, "the database URL does not begin with postgresql://");
    }
    const auto authority = rest.substr(0, std::min(rest.find_first_of("/?#"), rest.size()));
    const auto first_at = rest.find('@');
    if (first_at != rest.rfind('@') ||
        (first_at != std::string_view::npos && first_at >= authority.size())) {
        return fail(
            Error::Kind::refused,
            "the user and password of the database URL must be percent-encoded (@ is %40, / is %2F)"
        );
    }
    if (url.find('#') != std::string_view::npos || url.find('\0') != std::string_view::npos) {
        return fail(
            Error::Kind::refused, "the database URL holds a character that must be percent-encoded"
        );
    }

    ConnectionUrl parsed;
    parsed.url_ = url;
    const auto question = rest.find('?');
    auto written = passwords_of_query(
        question == std::string_view::npos ? std::string_view{} : rest.substr(question + 1)
    );
    written.push_back(password_of(authority));
    for (const auto secret : written) {
        const auto plain = percent_decode(secret);
        if (!plain) {
            return fail(
                Error::Kind::refused, "the password of the database URL is not percent-encoded"
            );
        }
        if (secret.empty()) continue;
        parsed.secrets_.emplace_back(secret);
        if (*plain != secret) parsed.secrets_.push_back(*plain);
    }
    // The longest first: one secret may be a part of another.
    std::sort(
        parsed.secrets_.begin(),
        parsed.secrets_.end(),
        [](const auto& left, const auto& right) { return left.size() > right.size(); }
    );
    return parsed;
}

std::string ConnectionUrl::for_libpq(
    std::string_view application_name, Milliseconds connect_timeout
) const {
    // libpq counts in seconds, and takes less than two for two.
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(connect_timeout).count();
    std::string text = url_;
    text += url_.find('?') == std::string::npos ? '?' : '&';
    text += "application_name=" + percent_encode(application_name);
    text += "&connect_timeout=" + std::to_string(std::max<std::int64_t>(2, seconds));
    text += "&client_encoding=UTF8&keepalives_idle=10&keepalives_interval=5&keepalives_count=3";
    text += "&tcp_user_timeout=30000";
    return text;
}

std::string ConnectionUrl::scrub(std::string text) const {
    for (const auto& secret : secrets_)
        replace_all(text, secret);
    return text;
}

}  // namespace unrip::store

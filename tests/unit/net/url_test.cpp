#include "net/url.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace unrip::net {
namespace {

struct Good {
    const char* text;
    Url url;
    const char* authority;

    friend void PrintTo(const Good& good, std::ostream* out) { *out << good.text; }
};

class GoodUrl : public testing::TestWithParam<Good> {};

TEST_P(GoodUrl, IsTakenApart) {
    const auto url = parse_url(GetParam().text);
    ASSERT_TRUE(url) << url.error().detail;
    EXPECT_EQ(url->scheme, GetParam().url.scheme);
    EXPECT_EQ(url->host, GetParam().url.host);
    EXPECT_EQ(url->port, GetParam().url.port);
    EXPECT_EQ(url->target, GetParam().url.target);
    EXPECT_EQ(url->authority(), GetParam().authority);
}

INSTANTIATE_TEST_SUITE_P(
    Url,
    GoodUrl,
    testing::Values(
        Good{"https://example.com", {"https", "example.com", 443, "/"}, "example.com"},
        Good{"http://example.com/", {"http", "example.com", 80, "/"}, "example.com"},
        Good{
            "wss://Relay.Example:8443/ws?a=b%20c&d",
            {"wss", "relay.example", 8443, "/ws?a=b%20c&d"},
            "relay.example:8443"},
        Good{"WS://127.0.0.1:8090/a/b", {"ws", "127.0.0.1", 8090, "/a/b"}, "127.0.0.1:8090"},
        Good{"https://[::1]:8443/x", {"https", "::1", 8443, "/x"}, "[::1]:8443"},
        Good{"https://[2001:DB8::1]", {"https", "2001:db8::1", 443, "/"}, "[2001:db8::1]"},
        Good{"https://h:443/", {"https", "h", 443, "/"}, "h"},
        Good{"https://h:80/", {"https", "h", 80, "/"}, "h:80"},
        Good{"https://h?q=1", {"https", "h", 443, "/?q=1"}, "h"},
        Good{"https://h/a#fragment", {"https", "h", 443, "/a"}, "h"},
        Good{"https://h#fragment", {"https", "h", 443, "/"}, "h"},
        Good{"https://h/a@b:c", {"https", "h", 443, "/a@b:c"}, "h"},
        Good{
            "http://venue_sandbox:65535/",
            {"http", "venue_sandbox", 65535, "/"},
            "venue_sandbox:65535"}
    )
);

class BadUrl : public testing::TestWithParam<std::string> {};

TEST_P(BadUrl, IsRefusedAndNotRepeated) {
    const auto url = parse_url(GetParam());
    ASSERT_FALSE(url);
    EXPECT_EQ(url.error().kind, Error::Kind::malformed);
    EXPECT_EQ(url.error().detail.find("secret"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Url,
    BadUrl,
    testing::Values(
        "",
        "example.com",
        "//example.com/",
        "ftp://example.com/",
        "https:/example.com",
        "https://",
        "https:///path",
        "https://user@example.com/",
        "https://user:secret@example.com/",
        "https://example.com:0/",
        "https://example.com:65536/",
        "https://example.com:/",
        "https://example.com:8a/",
        "https://example.com:-1/",
        "https://example.com:000080/",
        "https://exa mple.com/",
        "https://example.com/a b",
        "https://example.com/a\r\nX: y",
        "https://example.com/a\tb",
        "https://ex\xc3\xa4mple.com/",
        "https://example.com/\x7f",
        std::string("https://example.com/\0x", 22),
        "https://.example.com/",
        "https://example.com./",
        "https://a..b/",
        "https://exa%6dple.com/",
        "https://a,b/",
        "https://::1/",
        "https://[::1/",
        "https://[::1]x/",
        "https://[127.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://[]/",
        "https://" + std::string(64, 'a') + "/",
        "https://h/" + std::string(9'000, 'a')
    )
);

TEST(Url, OriginIsSafeToShow) {
    const auto url = parse_url("https://[::1]:8443/path/with/key?token=secret");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->origin(), "https://[::1]:8443");
    EXPECT_TRUE(url->is_tls());
    EXPECT_FALSE(parse_url("ws://h")->is_tls());
}

}  // namespace
}  // namespace unrip::net

#include "runtime/control_door.hpp"

#include "runtime/control.hpp"
#include "runtime/http_target.hpp"

#include <gtest/gtest.h>

namespace unrip::runtime {
namespace {

TEST(Addresses, AreRecognisedWithTheirLoopbacks) {
    for (const auto* loopback : {"127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"}) {
        EXPECT_TRUE(is_address(loopback) && is_loopback(loopback)) << loopback;
    }
    for (const auto* other : {"0.0.0.0", "10.0.0.1", "::", "128.0.0.1", "::ffff:10.0.0.1"}) {
        EXPECT_TRUE(is_address(other) && !is_loopback(other)) << other;
    }
    for (const auto* name : {"localhost", "", "127.1", "1.2.3", "evil.example"}) {
        EXPECT_FALSE(is_address(name)) << name;
    }
}

TEST(Door, TakesTheRightTokenInAnyCaseOfItsScheme) {
    const ManualClock clock{Instant{}};
    Door door{{{"localhost"}, false, Secret::taken_from("right")}, clock};
    Knock knock;
    knock.path = "/state";
    knock.host_count = 1;
    knock.host = "localhost:8086";
    for (const auto* right : {"Bearer right", "bearer right", "BEARER   right "}) {
        knock.authorization = right;
        EXPECT_FALSE(door.refuse(knock)) << right;
    }
    for (const auto* wrong :
         {"", "right", "Bearer", "Bearer ", "Bearer righ", "Bearer rightt", "Basic right"}) {
        knock.authorization = wrong;
        EXPECT_EQ(door.refuse(knock)->status, 401) << wrong;
    }
}

TEST(Door, ForgetsWrongTokensAfterAMinute) {
    ManualClock clock{Instant{}};
    Door door{{{"localhost"}, false, Secret::taken_from("right")}, clock};
    Knock knock;
    knock.path = "/arm";
    knock.host_count = 1;
    knock.host = "localhost";
    knock.authorization = "Bearer wrong";
    for (int guess = 0; guess < 10; ++guess)
        EXPECT_EQ(door.refuse(knock)->status, 401);
    EXPECT_EQ(door.refuse(knock)->status, 429);
    clock.advance(std::chrono::seconds{61});
    EXPECT_EQ(door.refuse(knock)->status, 401);
}

TEST(Body, MustBeAJsonObjectThatSaysSo) {
    EXPECT_FALSE(refuse_body("", ""));
    EXPECT_FALSE(refuse_body("application/json", "{}"));
    EXPECT_FALSE(refuse_body("Application/JSON ; charset=utf-8", " {\"a\":1}"));
    EXPECT_EQ(refuse_body("", "{}")->status, 415);
    EXPECT_EQ(refuse_body("application/jsonp", "{}")->status, 415);
    EXPECT_EQ(refuse_body("text/plain", "{}")->status, 415);
    for (const auto* body : {"[]", "5", "null", "{", "{\"a\":}", " ", "{}{}"}) {
        EXPECT_EQ(refuse_body("application/json", body)->status, 400) << body;
    }
}

TEST(Body, IsNoPitOfBrackets) {
    const auto nested = [](std::size_t levels) {
        return R"({"a":)" + std::string(levels - 1, '[') + std::string(levels - 1, ']') + "}";
    };
    EXPECT_FALSE(refuse_body("application/json", nested(32)));
    EXPECT_EQ(refuse_body("application/json", nested(33))->status, 400);
    EXPECT_EQ(refuse_body("application/json", nested(30'000))->status, 400);
}

TEST(Target, HoldsNoControlCharacters) {
    for (const auto& text :
         {std::string{"/a\0b", 4}, std::string{"/a?b=\x01"}, std::string{"/\x7f"}})
        EXPECT_FALSE(parse_target(text)) << text;
    EXPECT_TRUE(parse_target("/caf\xc3\xa9"));
}

TEST(Target, IsSplitAndItsQueryDecoded) {
    const auto target = parse_target("/metrics?history=1h%2C2h&a+b=&c&&d=1&d=2");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/metrics");
    EXPECT_EQ(target->query.at("history"), "1h,2h");
    EXPECT_EQ(target->query.at("a b"), "");
    EXPECT_EQ(target->query.at("c"), "");
    EXPECT_EQ(target->query.at("d"), "2");
    for (const auto* bad : {"", "x", "/x?a=%", "/x?a=%4", "/x?a=%g0", "/x?a=%00", "/x?a=%+1"}) {
        EXPECT_FALSE(parse_target(bad)) << bad;
    }
    EXPECT_EQ(parse_target("/%2e%2e//x")->path, "/%2e%2e//x");
}

TEST(Printable, CutsAndReplaces) {
    EXPECT_EQ(printable("ops\n\x1b[31m\xff"), "ops??[31m?");
    EXPECT_EQ(printable(std::string(100, 'a')).size(), 64U);
}

TEST(Control, FindsARouteForAnyOneName) {
    Control control;
    const auto said = [](std::string word) {
        return [word](const ControlRequest&) { return ControlResponse::json(word); };
    };
    control.route_now("GET", "/withdrawals/*", said("one"));
    control.route_now("POST", "/withdrawals/all", said("all"));
    EXPECT_TRUE(control.find("GET", "/withdrawals/w-1"));
    EXPECT_FALSE(control.find("POST", "/withdrawals/w-1"));
    EXPECT_FALSE(control.find("GET", "/withdrawals/all"));
    EXPECT_FALSE(control.find("GET", "/withdrawals/"));
    EXPECT_FALSE(control.find("GET", "/withdrawals"));
    EXPECT_FALSE(control.find("GET", "/withdrawals/w-1/more"));
    EXPECT_FALSE(control.find("GET", ""));
    EXPECT_EQ(control.methods_of("/withdrawals/w-1"), std::vector<std::string>{"GET"});
}

TEST(ControlResponse, QuotesWhatItSays) {
    const auto answer = ControlResponse::error(409, "busy", "say \"no\"\n", R"({"a":1})");
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(
        answer.body, R"({"error":{"code":"busy","message":"say \"no\"\n","details":{"a":1}}})"
    );
}

}  // namespace
}  // namespace unrip::runtime

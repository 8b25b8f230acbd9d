// Who may come in, and what the door does with callers that mean harm.

#include "integration/runtime/caller.hpp"
#include "integration/runtime/spawned.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <memory>
#include <thread>

namespace unrip::test {
namespace {

constexpr std::string_view kRight = "Authorization: Bearer a-token-of-some-length\r\n";
constexpr std::string_view kWrong = "Authorization: Bearer a-token-of-some-lengtH\r\n";

TEST(Door, AsksForTheTokenEverywhereButAtTheProbes) {
    Spawned service{"live", {{"CONTROL_TOKEN", "a-token-of-some-length"}}};
    const auto port = service.port();
    for (const auto* open : {"/livez", "/healthz"})
        EXPECT_EQ(ask(port, "GET", open).status, 200);
    for (const auto* shut : {"/state", "/metrics", "/nothing"}) {
        EXPECT_EQ(ask(port, "GET", shut).status, 401) << shut;
        EXPECT_EQ(ask(port, "GET", shut).headers.at("www-authenticate"), "Bearer");
    }
    EXPECT_EQ(ask(port, "POST", "/disarm").status, 401);
    EXPECT_EQ(ask(port, "GET", "/state", kRight).status, 200);
    EXPECT_EQ(ask(port, "GET", "/state", "Authorization: Basic abc\r\n").status, 401);
    EXPECT_EQ(ask(port, "GET", "/state", "Authorization: Bearer \r\n").status, 401);
}

TEST(Door, SlowsGuessingDownButNeverLocksTheOwnerOut) {
    Spawned service{"live", {{"CONTROL_TOKEN", "a-token-of-some-length"}}};
    const auto port = service.port();
    for (int guess = 0; guess < 10; ++guess)
        EXPECT_EQ(ask(port, "GET", "/state", kWrong).status, 401);
    const auto answer = ask(port, "GET", "/state", kWrong);
    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(answer.headers.at("retry-after"), "60");
    EXPECT_EQ(ask(port, "GET", "/state", kRight).status, 200);
}

TEST(Door, RefusesStrangeHostsAndWebPages) {
    Spawned service{"live", {{"CONTROL_ALLOWED_HOSTS", "desk.example"}}};
    const auto port = service.port();
    for (const auto* host :
         {"evil.example",
          "127.0.0.1.evil.example",
          "localhost.evil.example:8086",
          "10.0.0.7",
          "",
          "localhost:x",
          "[::1",
          "user@localhost"}) {
        const auto answer = ask(port, "GET", "/livez", "Host: " + std::string{host} + "\r\n");
        EXPECT_EQ(answer.status, 403) << host;
    }
    for (const auto* host :
         {"localhost", "127.0.0.1:8086", "LOCALHOST:1", "[::1]:8086", "desk.example"}) {
        const auto answer = ask(port, "GET", "/livez", "Host: " + std::string{host} + "\r\n");
        EXPECT_EQ(answer.status, 200) << host;
    }
    EXPECT_EQ(ask(port, "GET", "/livez", "Host: localhost\r\nHost: localhost\r\n").status, 400);
    for (const auto* header :
         {"Origin: http://127.0.0.1\r\n",
          "Origin: null\r\n",
          "Sec-Fetch-Site: cross-site\r\n",
          "Sec-Fetch-Site: same-site\r\n"}) {
        EXPECT_EQ(ask(port, "POST", "/arm", header).status, 403) << header;
        EXPECT_EQ(ask(port, "GET", "/livez", header).status, 403) << header;
    }
    EXPECT_EQ(ask(port, "GET", "/livez", "Sec-Fetch-Site: none\r\n").status, 200);
    EXPECT_EQ(ask(port, "GET", "/livez").headers.count("access-control-allow-origin"), 0U);
}

TEST(Door, WantsAHost) {
    Spawned service;
    Caller caller{service.port()};
    caller.send("GET /livez HTTP/1.1\r\n\r\n");
    EXPECT_EQ(caller.answer().status, 400);
}

TEST(Door, IsNotFooledByPaths) {
    Spawned service;
    const auto port = service.port();
    for (const auto* path :
         {"//livez",
          "/livez/",
          "/./livez",
          "/x/../livez",
          "/%6civez",
          "/livez%00",
          "/LIVEZ",
          "/livez;a"}) {
        EXPECT_EQ(ask(port, "GET", path).status, 404) << path;
    }
    for (const auto* target : {"livez", "http://127.0.0.1/livez", "*"}) {
        EXPECT_EQ(ask(port, "GET", target).status, 400) << target;
    }
    EXPECT_EQ(ask(port, "GET", std::string{"/livez\0", 7}).status, 400);
}

TEST(Door, RefusesGarbageAndBombsAndGoesOnAnswering) {
    Spawned service;
    const auto port = service.port();
    for (const auto* bytes :
         {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 tls, by mistake\r\n\r\n",
          "garbage\r\n\r\n",
          "GET /livez HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
          "POST /arm HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
          "POST /arm HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\nContent-Length: "
          "3\r\n\r\n{}",
          "POST /arm HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nContent-Length: "
          "2\r\n\r\n"}) {
        Caller caller{port};
        caller.send(bytes);
        EXPECT_EQ(caller.answer().status, 400) << bytes;
        EXPECT_TRUE(caller.is_hung_up_on());
    }
    EXPECT_EQ(ask(port, "GET", "/livez", "X: " + std::string(9000, 'x') + "\r\n").status, 431);
    EXPECT_EQ(ask(port, "GET", "/" + std::string(9000, 'x')).status, 431);
    EXPECT_EQ(tell(port, "POST", "/arm", std::string(65 * 1024, ' ')).status, 413);

    Caller endless{port};
    endless.send("POST /arm HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int chunk = 0; chunk < 20; ++chunk)
        endless.send("1000\r\n" + std::string(4096, ' ') + "\r\n");
    EXPECT_EQ(endless.answer().status, 413);
    EXPECT_EQ(ask(port, "GET", "/livez").status, 200);
}

TEST(Door, AnswersWhatIsSentInOneGoInOrder) {
    Spawned service;
    Caller caller{service.port()};
    std::string all;
    for (int i = 0; i < 50; ++i) {
        all += "GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        all +=
            "POST /nothing HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            "Content-Length: 2\r\n\r\n{}";
    }
    caller.send(all);
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(caller.answer().status, 200);
        EXPECT_EQ(caller.answer().status, 404);
    }
}

TEST(Door, ReadsARequestThatComesInPiecesAndOneThatAsksToGoOn) {
    Spawned service;
    Caller slow{service.port()};
    for (const char letter : std::string{"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"})
        ASSERT_TRUE(slow.send({&letter, 1}));
    EXPECT_EQ(slow.answer().status, 200);

    Caller polite{service.port()};
    polite.send(
        "POST /arm HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    );
    EXPECT_EQ(polite.answer(false).status, 100);
    polite.send("{}");
    EXPECT_EQ(polite.answer().status, 200);
}

TEST(Door, HangsUpOnWhoeverNeverFinishes) {
    Spawned service;
    Caller silent{service.port()};
    Caller header{service.port()};
    Caller body{service.port()};
    header.send("GET /livez HTTP/1.1\r\nHost: 127.0");
    body.send(
        "POST /arm HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        "Content-Length: 100\r\n\r\n{"
    );
    EXPECT_TRUE(silent.is_hung_up_on());
    EXPECT_TRUE(header.is_hung_up_on());
    EXPECT_TRUE(body.is_hung_up_on());
    EXPECT_EQ(ask(service.port(), "GET", "/livez").status, 200);
}

/// Slow-loris: never silent for long, and never done.
TEST(Door, HangsUpOnWhoeverComesInDropByDrop) {
    Spawned service;
    Caller head{service.port()};
    Caller body{service.port()};
    head.send("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    body.send(
        "POST /arm HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        "Content-Length: 60000\r\n\r\n"
    );
    bool is_heard = true;
    for (int drop = 0; drop < 600 && is_heard; ++drop) {
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
        const bool head_is_heard = head.send("X: 1\r\n");
        const bool body_is_heard = body.send(" ");
        is_heard = head_is_heard || body_is_heard;
    }
    EXPECT_FALSE(is_heard);
    EXPECT_EQ(ask(service.port(), "GET", "/livez").status, 200);
}

TEST(Door, HangsUpOnWhoeverAsksAndNeverListens) {
    Spawned service;
    Caller deaf{service.port()};
    std::string questions;
    for (int i = 0; i < 200; ++i)
        questions += "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    std::thread asking{[&] {
        // Ends when the other side has: its answers fill every buffer in between.
        for (int i = 0; i < 2'000 && deaf.send(questions); ++i) {
        }
    }};
    EXPECT_EQ(ask(service.port(), "GET", "/livez").status, 200);
    asking.join();
    EXPECT_EQ(ask(service.port(), "GET", "/livez").status, 200);
    EXPECT_FALSE(deaf.send(questions));
}

TEST(Door, RefusesAHeadOfVeryManySmallHeaders) {
    Spawned service;
    std::string many;
    for (int i = 0; i < 3'000; ++i)
        many += "a:\r\n";
    EXPECT_EQ(ask(service.port(), "GET", "/livez", many).status, 431);
    EXPECT_EQ(ask(service.port(), "GET", "/livez").status, 200);
}

/// What a page can make a browser send without asking anybody: a form, in each of its codings.
TEST(Door, RefusesFormsOfOtherSites) {
    Spawned service;
    const auto port = service.port();
    const auto before = ask(port, "GET", "/state").body;
    for (const auto* type :
         {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"}) {
        const auto content = "Content-Type: " + std::string{type} + "\r\n";
        for (const auto* from :
             {"", "Origin: http://evil.example\r\n", "Sec-Fetch-Site: cross-site\r\n"}) {
            const auto answer =
                ask(port, "POST", "/arm", content + from, R"({"force":true,"x":"="})");
            EXPECT_EQ(answer.status, *from == '\0' ? 415 : 403) << type << " " << from;
        }
    }
    // Without a body there is no coding to be wrong: what gives it away is where it comes from.
    EXPECT_EQ(ask(port, "POST", "/arm", "Origin: null\r\n").status, 403);
    const auto armed = [](const std::string& state) {
        return state.substr(state.find("\"armed\""), 14);
    };
    EXPECT_EQ(armed(ask(port, "GET", "/state").body), armed(before));
}

TEST(Door, AnswersBesideAThousandIdleConnections) {
    Spawned service;
    const auto port = service.port();
    std::vector<std::unique_ptr<Caller>> idle;
    for (int i = 0; i < 1000; ++i) {
        idle.push_back(std::make_unique<Caller>(port));
        ASSERT_TRUE(idle.back()->connected()) << i;
        if (i % 100 == 0) {
            EXPECT_EQ(ask(port, "GET", "/healthz").status, 200) << i;
        }
    }
    EXPECT_EQ(ask(port, "GET", "/healthz").status, 200);
    EXPECT_TRUE(idle.front()->is_hung_up_on());
}

TEST(Door, Says503WhenEveryPlaceIsTakenByWork) {
    Spawned service;
    const auto port = service.port();
    for (int attempt = 0; attempt < 1000 && ask(port, "GET", "/readyz").status != 200; ++attempt) {
    }
    std::vector<std::unique_ptr<Caller>> busy;
    int refused = 0;
    for (int i = 0; i < 65; ++i) {
        busy.push_back(std::make_unique<Caller>(port));
        busy.back()->send("GET /slow HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        // Its place is known to be taken once the process has seen the request.
        for (int attempt = 0; i < 63 && attempt < 1000; ++attempt) {
            const auto metrics = ask(port, "GET", "/metrics").body;
            const auto open = "unrip_control_connections " + std::to_string(i + 2);
            if (metrics.find(open) != std::string::npos) break;
        }
    }
    refused = busy.back()->answer().status;
    EXPECT_EQ(refused, 503);
    service.signal(SIGTERM);
    EXPECT_EQ(service.exit_code(), 0);
}

}  // namespace
}  // namespace unrip::test

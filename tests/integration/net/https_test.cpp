#include "net/https.hpp"

#include "support/run_task.hpp"
#include "support/scripted_server.hpp"
#include "support/tls_certificates.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace unrip::net {
namespace {

using test::ScriptedPeer;
using test::ScriptedServer;
using testing::HasSubstr;
using testing::Not;

constexpr Milliseconds kAmple{20'000};
constexpr std::string_view kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

class HttpsTest : public testing::Test {
  protected:
    HttpSettings trusting() const {
        HttpSettings settings;
        settings.ca_file = authority_.file();
        return settings;
    }

    Result<HttpResponse> ask(HttpClient& client, HttpRequest request) {
        return test::run_task(loop_, client.request(std::move(request)));
    }

    /// Asks once, with a client of its own.
    Result<HttpResponse> ask(HttpRequest request) {
        HttpClient client{loop_.get_executor(), trusting()};
        return ask(client, std::move(request));
    }

    /// Answers every request on a connection with the same text.
    static ScriptedServer::Script always(std::string_view answer) {
        return [answer = std::string{answer}](ScriptedPeer& peer) {
            while (!peer.read_head().empty())
                peer.write(answer);
        };
    }

    boost::asio::io_context loop_;
    test::TlsAuthority authority_;
};

TEST_F(HttpsTest, SpeaksWithAServerItCanVerify) {
    std::string head;
    ScriptedServer server{
        [&](ScriptedPeer& peer) {
            head = peer.read_head();
            peer.write("HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 5\r\n\r\nlater");
        },
        authority_.issue("DNS:localhost")};
    auto request = http_get(server.url("https", "localhost") + "/a?b=c", kAmple);
    request.headers.push_back(Header{"Authorization", "Bearer abc"});
    const auto answer = ask(request);
    server.stop();
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->status, 503U);
    EXPECT_EQ(answer->body, "later");
    EXPECT_EQ(find_header(answer->headers, "retry-after"), "7");
    EXPECT_THAT(head, HasSubstr("GET /a?b=c HTTP/1.1\r\nHost: localhost:"));
    EXPECT_THAT(head, HasSubstr("\r\nAuthorization: Bearer abc"));
    EXPECT_THAT(head, HasSubstr("\r\nUser-Agent: unrip"));
}

TEST_F(HttpsTest, VerifiesAnAddressAsWellAsAName) {
    ScriptedServer right{always(kOk), authority_.issue("IP:127.0.0.1")};
    const auto answer = ask(http_get(right.url("https"), kAmple));
    ASSERT_TRUE(answer) << answer.error().detail;

    ScriptedServer wrong{always(kOk), authority_.issue("IP:127.0.0.2,DNS:localhost")};
    const auto refused = ask(http_get(wrong.url("https"), kAmple));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
}

TEST_F(HttpsTest, RefusesACertificateForAnotherHost) {
    std::atomic<bool> was_asked = false;
    ScriptedServer server{
        [&](ScriptedPeer& peer) { was_asked = !peer.read_head().empty(); },
        authority_.issue("DNS:other.example")};
    const auto answer = ask(http_get(server.url("https", "localhost"), kAmple));
    server.stop();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::refused);
    EXPECT_THAT(answer.error().detail, HasSubstr("certificate"));
    EXPECT_FALSE(was_asked);
}

TEST_F(HttpsTest, RefusesAnAuthorityItDoesNotTrust) {
    test::TlsAuthority stranger;
    ScriptedServer server{always(kOk), stranger.issue("DNS:localhost")};
    const auto answer = ask(http_get(server.url("https", "localhost"), kAmple));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::refused);

    HttpClient of_the_system{loop_.get_executor()};
    const auto again = ask(of_the_system, http_get(server.url("https", "localhost"), kAmple));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, Error::Kind::refused);
}

TEST_F(HttpsTest, RefusesToGoOnWithoutItsAuthorities) {
    ScriptedServer server{always(kOk), authority_.issue("DNS:localhost")};
    HttpSettings settings;
    settings.ca_file = "/nowhere/ca.pem";
    HttpClient client{loop_.get_executor(), settings};
    const auto answer = ask(client, http_get(server.url("https", "localhost"), kAmple));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::refused);
    EXPECT_EQ(server.accepted(), 0);
}

TEST_F(HttpsTest, SaysUnavailableWhenTheOtherSideSpeaksNoTls) {
    ScriptedServer server{[](ScriptedPeer& peer) { peer.write("hello, who is there?"); }};
    const auto answer = ask(http_get(server.url("https"), kAmple));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::unavailable);
}

TEST_F(HttpsTest, SendsABodyAndItsLength) {
    std::string body;
    ScriptedServer server{[&](ScriptedPeer& peer) {
        body = peer.read_body_of_request();
        peer.write(kOk);
    }};
    const auto answer = ask(http_post_json(server.url("http"), R"({"id":1})", kAmple));
    server.stop();
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(body, R"({"id":1})");
}

TEST_F(HttpsTest, ReusesAConnection) {
    ScriptedServer server{always(kOk), authority_.issue("DNS:localhost")};
    HttpClient client{loop_.get_executor(), trusting()};
    for (int i = 0; i < 3; ++i) {
        const auto answer = ask(client, http_get(server.url("https", "localhost"), kAmple));
        ASSERT_TRUE(answer) << answer.error().detail;
        EXPECT_EQ(answer->body, "ok");
    }
    EXPECT_EQ(server.accepted(), 1);
    EXPECT_EQ(client.stats().requests, 3U);
    EXPECT_EQ(client.stats().connects, 1U);
    EXPECT_EQ(client.stats().reuses, 2U);
    EXPECT_EQ(client.stats().failures, 0U);
}

TEST_F(HttpsTest, DoesNotReuseWhatTheServerWantsClosed) {
    ScriptedServer server{
        always("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")};
    HttpClient client{loop_.get_executor()};
    for (int i = 0; i < 2; ++i)
        ASSERT_TRUE(ask(client, http_get(server.url("http"), kAmple)));
    EXPECT_EQ(server.accepted(), 2);
}

TEST_F(HttpsTest, DoesNotReuseAConnectionThatSaysMoreThanItsAnswer) {
    ScriptedServer server{always(std::string{kOk} + "and another thing")};
    HttpClient client{loop_.get_executor()};
    for (int i = 0; i < 2; ++i)
        ASSERT_TRUE(ask(client, http_get(server.url("http"), kAmple)));
    EXPECT_EQ(server.accepted(), 2);
}

TEST_F(HttpsTest, ReplacesAKeptConnectionThatTheServerClosed) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        peer.read_body_of_request();
        peer.write(kOk);  // Without "Connection: close": the client can't know.
    }};
    HttpClient client{loop_.get_executor()};
    for (int round = 1; round <= 2; ++round) {
        const auto answer = ask(client, http_post_json(server.url("http"), "{}", kAmple));
        ASSERT_TRUE(answer) << answer.error().detail;
        while (server.ended() < round)
            std::this_thread::yield();
    }
    EXPECT_EQ(client.stats().connects, 2U);
    EXPECT_EQ(client.stats().repeats, 0U);
}

/// Reads a second request on a kept connection and closes without a word: whether it was acted
/// upon, nobody can tell.
ScriptedServer::Script one_answer_then_silence(std::atomic<int>& requests) {
    return [&requests](ScriptedPeer& peer) {
        peer.read_body_of_request();
        peer.write(kOk);
        if (++requests > 1) return;
        peer.read_body_of_request();
        ++requests;
    };
}

TEST_F(HttpsTest, RepeatsOnceWhatMayBeRepeated) {
    std::atomic<int> requests = 0;
    ScriptedServer server{one_answer_then_silence(requests)};
    HttpClient client{loop_.get_executor()};
    ASSERT_TRUE(ask(client, http_get(server.url("http"), kAmple)));
    auto request = http_post_json(server.url("http"), "{}", kAmple);
    request.may_repeat = true;
    const auto answer = ask(client, request);
    server.stop();
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(client.stats().repeats, 1U);
    EXPECT_EQ(requests, 3);
}

TEST_F(HttpsTest, NeverSendsTwiceWhatMayNotBeRepeated) {
    std::atomic<int> requests = 0;
    ScriptedServer server{one_answer_then_silence(requests)};
    HttpClient client{loop_.get_executor()};
    ASSERT_TRUE(ask(client, http_get(server.url("http"), kAmple)));
    const auto answer = ask(client, http_post_json(server.url("http"), "{}", kAmple));
    server.stop();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::timed_out);
    EXPECT_EQ(client.stats().repeats, 0U);
    EXPECT_EQ(requests, 2);
}

TEST_F(HttpsTest, DoesNotRepeatAfterTheFirstByteOfAnAnswer) {
    std::atomic<int> requests = 0;
    ScriptedServer server{[&](ScriptedPeer& peer) {
        peer.read_head();
        peer.write(kOk);
        peer.read_head();
        ++requests;
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
    }};
    HttpClient client{loop_.get_executor()};
    ASSERT_TRUE(ask(client, http_get(server.url("http"), kAmple)));
    const auto answer = ask(client, http_get(server.url("http"), kAmple));
    server.stop();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::unavailable);
    EXPECT_EQ(requests, 1);
}

TEST_F(HttpsTest, ReadsAChunkedBodyInPieces) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        peer.read_head();
        peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nWiki\r\n6");
        peer.write(";name=value\r\npedia \r\nB\r\nin \r\nchunks\r");
        peer.write("\n0\r\n\r\n");
        peer.wait_for_close();
    }};
    const auto answer = ask(http_get(server.url("http"), kAmple));
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->body, "Wikipedia in \r\nchunks");
}

TEST_F(HttpsTest, ReadsABodyThatEndsWithTheConnection) {
    ScriptedServer server{
        [](ScriptedPeer& peer) {
            peer.read_head();
            peer.write("HTTP/1.1 200 OK\r\n\r\nall of it");
        },
        authority_.issue("DNS:localhost")};
    const auto answer = ask(http_get(server.url("https", "localhost"), kAmple));
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->body, "all of it");
}

TEST_F(HttpsTest, SkipsInterimAnswers) {
    ScriptedServer server{always("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + std::string{kOk})};
    const auto answer = ask(http_get(server.url("http"), kAmple));
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->status, 200U);
    EXPECT_EQ(answer->body, "ok");
}

TEST_F(HttpsTest, ExpectsNoBodyAfterHead) {
    ScriptedServer server{always("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")};
    HttpClient client{loop_.get_executor()};
    auto request = http_get(server.url("http"), kAmple);
    request.method = "HEAD";
    for (int i = 0; i < 2; ++i) {
        const auto answer = ask(client, request);
        ASSERT_TRUE(answer) << answer.error().detail;
        EXPECT_TRUE(answer->body.empty());
    }
    EXPECT_EQ(server.accepted(), 1);
}

TEST_F(HttpsTest, RefusesAnAnswerThatIsTooLarge) {
    HttpSettings settings;
    settings.body_bytes_max = 1000;
    HttpClient client{loop_.get_executor(), settings};

    ScriptedServer announced{always("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n")};
    const auto first = ask(client, http_get(announced.url("http"), kAmple));
    ASSERT_FALSE(first);
    EXPECT_EQ(first.error().kind, Error::Kind::malformed);
    EXPECT_THAT(first.error().detail, HasSubstr("larger than 1000 bytes"));

    ScriptedServer endless{[](ScriptedPeer& peer) {
        peer.read_head();
        peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (true)
            peer.write("4\r\nmore\r\n");
    }};
    const auto second = ask(client, http_get(endless.url("http"), kAmple));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, Error::Kind::malformed);

    ScriptedServer exact{
        always("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x'))};
    const auto third = ask(client, http_get(exact.url("http"), kAmple));
    ASSERT_TRUE(third) << third.error().detail;
    EXPECT_EQ(third->body.size(), 1000U);
}

TEST_F(HttpsTest, RefusesAHeaderThatIsTooLarge) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        peer.read_head();
        peer.write("HTTP/1.1 200 OK\r\n");
        while (true)
            peer.write("X-More: of the same\r\n");
    }};
    const auto answer = ask(http_get(server.url("http"), kAmple));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::malformed);
}

TEST_F(HttpsTest, RefusesAChunkHeaderWithoutEnd) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        peer.read_head();
        peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=");
        while (true)
            peer.write("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    }};
    const auto answer = ask(http_get(server.url("http"), kAmple));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::malformed);
}

TEST_F(HttpsTest, RefusesWhatIsNotHttp) {
    ScriptedServer server{always("SSH-2.0-OpenSSH_9.2\r\n\r\n")};
    const auto answer = ask(http_get(server.url("http"), kAmple));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::malformed);
}

TEST_F(HttpsTest, GivesUpOnASilentServerAtTheDeadline) {
    ScriptedServer server{[](ScriptedPeer& peer) { peer.wait_for_close(); }};
    HttpClient client{loop_.get_executor()};
    const auto answer =
        ask(client, http_get(server.url("http") + "/?key=hidden", Milliseconds{50}));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::timed_out);
    EXPECT_THAT(answer.error().detail, HasSubstr("127.0.0.1"));
    EXPECT_THAT(answer.error().detail, HasSubstr("50 ms"));
    EXPECT_THAT(answer.error().detail, Not(HasSubstr("hidden")));
    EXPECT_EQ(client.stats().failures, 1U);
}

TEST_F(HttpsTest, GivesUpOnASilentHandshakeAtTheDeadline) {
    ScriptedServer server{[](ScriptedPeer& peer) { peer.wait_for_close(); }};
    const auto answer = ask(http_get(server.url("https"), Milliseconds{50}));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::timed_out);
}

TEST_F(HttpsTest, SaysUnavailableWhenNobodyListens) {
    ScriptedServer server{always(kOk)};
    const auto url = server.url("http");
    server.stop();
    const auto answer = ask(http_get(url, kAmple));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::unavailable);
}

TEST_F(HttpsTest, BoundsTheConnectionsToOneOrigin) {
    ScriptedServer server{[](ScriptedPeer& peer) { peer.wait_for_close(); }};
    HttpSettings settings;
    settings.connections_per_origin_max = 2;
    HttpClient client{loop_.get_executor(), settings};
    std::vector<std::optional<Result<HttpResponse>>> answers(3);
    const auto ask_all = [&]() -> Task<void> {
        using namespace boost::asio::experimental::awaitable_operators;
        const auto request = http_get(server.url("http"), Milliseconds{100});
        auto first = test::keep(answers[0], client.request(request));
        auto second = test::keep(answers[1], client.request(request));
        auto third = test::keep(answers[2], client.request(request));
        co_await (std::move(first) && std::move(second) && std::move(third));
    };
    test::run_task(loop_, ask_all());
    std::vector<Error::Kind> kinds;
    for (const auto& answer : answers)
        kinds.push_back(answer.value().error().kind);
    using testing::UnorderedElementsAre;
    EXPECT_THAT(
        kinds,
        UnorderedElementsAre(Error::Kind::timed_out, Error::Kind::timed_out, Error::Kind::refused)
    );
}

TEST_F(HttpsTest, SendsNothingThatWouldChangeTheShapeOfTheRequest) {
    ScriptedServer server{always(kOk)};
    auto smuggled = http_get(server.url("http"), kAmple);
    smuggled.headers.push_back(Header{"X-A", "b\r\nX-C: d"});
    auto odd_method = http_get(server.url("http"), kAmple);
    odd_method.method = "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET";
    auto split_url = http_get(server.url("http") + "/ HTTP/1.1\r\n", kAmple);
    auto other_scheme = http_get(server.url("ws"), kAmple);
    for (const auto& request : {smuggled, odd_method, split_url, other_scheme}) {
        const auto answer = ask(request);
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().kind, Error::Kind::malformed);
    }
    EXPECT_EQ(server.accepted(), 0);
}

}  // namespace
}  // namespace unrip::net

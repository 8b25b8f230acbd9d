#include "net/http_server.hpp"

#include "net/https.hpp"
#include "net/race.hpp"
#include "net/sleep.hpp"
#include "net/websocket.hpp"
#include "support/loopback.hpp"
#include "support/run_task.hpp"

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace unrip::net {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

Task<void> give_up() {
    co_await sleep_for(20s);
    throw std::runtime_error{"waited in vain"};
}

template <class Holds>
Task<void> poll(Holds holds) {
    while (!holds())
        co_await sleep_for(1ms);
}

Task<void> run(WebSocket& socket) {
    const auto ended = co_await socket.run();
    throw std::runtime_error{"run() returned: " + ended.error().detail};
}

/// A server whose WebSockets answer each text with "you said <text>".
class HttpServerTest : public testing::Test {
  protected:
    HttpServerTest() {
        limits_.socket.message_bytes = 2'000;
        handlers_.on_request = [this](ServedRequest request) { return answer(std::move(request)); };
        handlers_.refuse_socket = [](const ServedRequest& request) {
            std::optional<ServedAnswer> refusal;
            if (request.path() != "/ws") refusal.emplace().status = 403;
            return refusal;
        };
        handlers_.on_socket = [this](std::shared_ptr<ServerSocket> socket, ServedRequest) {
            return converse(std::move(socket));
        };
        events_.on_message = [this](const Message& message) { heard_.emplace_back(message.text); };
        events_.on_connected = [this](const Connected&) { ++connected_; };
        events_.on_disconnected = [this](const Disconnected& event) {
            reasons_.push_back(event.reason);
        };
    }

    static Task<ServedAnswer> answer(ServedRequest request) {
        ServedAnswer answer;
        answer.body = request.method + " " + request.target + " " + request.body;
        if (request.path() == "/raw") answer.raw = "no HTTP at all";
        co_return answer;
    }

    Task<void> converse(std::shared_ptr<ServerSocket> socket) {
        socket_ = socket;
        while (true) {
            const auto text = co_await socket->receive();
            if (!text) {
                ends_.push_back(text.error().detail);
                co_return;
            }
            socket->try_send("you said " + std::string{*text});
        }
    }

    HttpServer& start() {
        server_.emplace(loop_.get_executor(), clock_, handlers_, limits_);
        const auto opened = server_->open("127.0.0.1", 0);
        if (!opened) throw std::runtime_error{opened.error().detail};
        return *server_;
    }

    std::string url(const char* scheme, const char* path) {
        return std::string{scheme} + "://127.0.0.1:" + std::to_string(server_->port()) + path;
    }

    WebSocket client(const char* path = "/ws") {
        WebSocketSettings settings;
        settings.url = url("ws", path);
        settings.backoff = {Milliseconds{2}, Milliseconds{10}};
        settings.credential_wait = Milliseconds{1};
        return WebSocket{loop_.get_executor(), clock_, settings, events_};
    }

    template <class Holds>
    void run_until(WebSocket& socket, Holds holds) {
        auto waiting = first_to_end(poll(holds), give_up());
        test::run_task(loop_, first_to_end(run(socket), std::move(waiting)));
    }
    void close() { test::run_task(loop_, server_->close()); }

    /// What a caller on a bare socket hears, while the server's loop turns beside it.
    std::string say(std::string_view bytes) {
        std::string heard;
        std::atomic<bool> done = false;
        const auto port = server_->port();
        std::thread caller{[&] {
            const test::LoopbackSocket socket;
            if (socket.connect(port)) {
                socket.send(bytes);
                heard = socket.receive(100'000);
            }
            done = true;
        }};
        test::run_task(loop_, first_to_end(poll([&] { return done.load(); }), give_up()));
        caller.join();
        return heard;
    }

    boost::asio::io_context loop_;
    SystemClock clock_;
    HttpServerLimits limits_;
    HttpServerHandlers handlers_;
    std::optional<HttpServer> server_;
    std::shared_ptr<ServerSocket> socket_;
    std::vector<std::string> ends_;

    WebSocketEvents events_;
    std::vector<std::string> heard_;
    std::vector<std::string> reasons_;
    int connected_ = 0;
};

constexpr auto kHandshake =
    "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

TEST_F(HttpServerTest, AnswersRequestsOnOneConnection) {
    start();
    HttpClient client{loop_.get_executor()};
    for (int i = 0; i < 3; ++i) {
        auto request = http_post_json(url("http", "/rpc?a=1"), "{}", 5s);
        const auto answer = test::run_task(loop_, client.request(std::move(request)));
        ASSERT_TRUE(answer) << answer.error().detail;
        EXPECT_EQ(answer->body, "POST /rpc?a=1 {}");
    }
    EXPECT_EQ(client.stats().connects, 1U);
    close();
}

TEST_F(HttpServerTest, SendsRawBytesInsteadOfAnAnswerWhenToldTo) {
    start();
    EXPECT_EQ(say("GET /raw HTTP/1.1\r\nHost: a\r\n\r\n"), "no HTTP at all");
    close();
}

TEST_F(HttpServerTest, ConversesAndAnswersInOrder) {
    start();
    auto socket = client();
    bool sent = false;
    run_until(socket, [&] {
        if (!sent && connected_ == 1) {
            for (const auto* text : {"one", "two", "three"})
                sent = static_cast<bool>(socket.try_send(text));
        }
        return heard_.size() == 3;
    });
    EXPECT_THAT(heard_, ElementsAre("you said one", "you said two", "you said three"));
    close();
}

TEST_F(HttpServerTest, EndsAConversationThatSendsTooMuchOrNonsense) {
    start();
    auto socket = client();
    bool sent = false;
    run_until(socket, [&] {
        if (!sent && connected_ == 1) {
            sent = static_cast<bool>(socket.try_send(std::string(2'001, 'x')));
        }
        return !reasons_.empty();
    });
    EXPECT_THAT(reasons_.front(), HasSubstr("code 1009"));
    const auto heard = say(std::string{kHandshake} + std::string{"\x81\x02hi", 4});
    EXPECT_THAT(heard, StartsWith("HTTP/1.1 101 "));
    EXPECT_THAT(heard, HasSubstr("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    EXPECT_THAT(heard, HasSubstr("a frame without a mask"));
    close();
}

TEST_F(HttpServerTest, PutsAMessageInPiecesTogetherAndAnswersPings) {
    start();
    // The mask is zero: what is sent is what is meant.
    const std::string frames{
        "\x01\x82\0\0\0\0he"
        "\x89\x81\0\0\0\0p"
        "\x80\x83\0\0\0\0llo"
        "\x88\x80\0\0\0\0",
        30};
    const auto heard = say(std::string{kHandshake} + frames);
    EXPECT_THAT(heard, HasSubstr("\x8A\x01p"));
    EXPECT_THAT(heard, HasSubstr("\x81\x0Eyou said hello"));
    EXPECT_THAT(ends_, ElementsAre("closed by the client"));
    close();
}

TEST_F(HttpServerTest, RefusesHandshakes) {
    start();
    auto stranger = client("/elsewhere");
    run_until(stranger, [&] { return stranger.status().http_status == 403U; });
    EXPECT_THAT(
        say("GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"),
        StartsWith("HTTP/1.1 426 ")
    );
    EXPECT_EQ(connected_, 0);
    close();
}

TEST_F(HttpServerTest, SendsGarbageThatBreaksTheClientsConnection) {
    start();
    auto socket = client();
    run_until(socket, [&] {
        if (socket_ && reasons_.empty() && socket_->is_open()) {
            socket_->try_send_garbage("\xFF\xFFgarbage");
        }
        return !reasons_.empty();
    });
    EXPECT_THAT(reasons_.front(), HasSubstr("broke"));
    close();
}

TEST_F(HttpServerTest, FrozenItNeitherHearsNorSpeaksUntilItIsThawed) {
    start();
    auto socket = client();
    int beats = 0;
    run_until(socket, [&] {
        if (!socket_ || connected_ == 0) return false;
        if (beats == 0) socket_->freeze();
        if (beats++ == 0) (void)socket.try_send("one");
        return beats > 50;
    });
    EXPECT_TRUE(heard_.empty());
    EXPECT_FALSE(socket_->try_send(std::string{"no"}));
    close();
}

TEST_F(HttpServerTest, GoesOnWhereItStoodWhenThawed) {
    start();
    auto socket = client();
    bool sent = false;
    int beats = 0;
    run_until(socket, [&] {
        if (!socket_ || connected_ == 0) return false;
        if (!sent) socket_->freeze();
        if (!sent) sent = static_cast<bool>(socket.try_send("one"));
        if (++beats == 20) socket_->thaw();
        return !heard_.empty();
    });
    EXPECT_GE(beats, 20);
    EXPECT_THAT(heard_, ElementsAre("you said one"));
    close();
}

TEST_F(HttpServerTest, RefusesWhatTheOtherSideDoesNotRead) {
    limits_.socket.outgoing_messages = 10;
    start();
    auto socket = client();
    run_until(socket, [&] { return socket_ != nullptr; });
    // The loop stands still: nothing leaves in between.
    int taken = 0;
    while (taken < 100 && socket_->try_send(std::string{"x"}))
        ++taken;
    EXPECT_EQ(taken, 10);
    EXPECT_EQ(socket_->stats().refused, 1U);
    close();
}

TEST_F(HttpServerTest, SaysWhenThePortIsTakenAndOpensAgainAfterClosing) {
    auto& server = start();
    const auto port = server.port();
    HttpServer second{loop_.get_executor(), clock_, handlers_, limits_};
    const auto refused = second.open("127.0.0.1", port);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
    EXPECT_EQ(second.open("203.0.113.1", 0).error().kind, Error::Kind::unavailable);
    close();
    EXPECT_TRUE(server.open("127.0.0.1", port));
    EXPECT_THAT(say("GET /again HTTP/1.0\r\n\r\n"), HasSubstr("GET /again"));
    close();
}

}  // namespace
}  // namespace unrip::net

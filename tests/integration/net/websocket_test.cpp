#include "net/websocket.hpp"

#include "net/race.hpp"
#include "net/sleep.hpp"
#include "support/run_task.hpp"
#include "support/scripted_server.hpp"
#include "support/tls_certificates.hpp"

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <vector>

namespace unrip::net {
namespace {

using namespace std::chrono_literals;

using test::ScriptedPeer;
using test::ScriptedServer;
using testing::ElementsAre;
using testing::HasSubstr;
using State = WebSocketStatus::State;

/// How long a test waits for what must happen. Nothing is concluded from how fast it came.
constexpr Milliseconds kPatience{20'000};

class WebSocketTest : public testing::Test {
  protected:
    WebSocketTest() {
        settings_.ca_file = authority_.file();
        settings_.backoff = {Milliseconds{2}, Milliseconds{10}};
        events_.on_connected = [this](const Connected& event) {
            connected_.push_back(event.connection);
        };
        events_.on_message = [this](const Message& message) {
            messages_.emplace_back(message.text);
        };
        events_.on_disconnected = [this](const Disconnected& event) {
            disconnected_.push_back(event.connection);
            reasons_.push_back(event.reason);
        };
    }

    WebSocket make(const std::string& url) {
        settings_.url = url;
        return WebSocket{loop_.get_executor(), clock_, settings_, events_, headers_};
    }

    template <class Holds>
    static Task<void> poll(Holds holds) {
        while (!holds())
            co_await sleep_for(1ms);
    }
    static Task<void> give_up() {
        co_await sleep_for(kPatience);
        throw std::runtime_error{"waited in vain"};
    }
    static Task<void> run(WebSocket& socket) {
        const auto ended = co_await socket.run();
        throw std::runtime_error{"run() returned: " + ended.error().detail};
    }

    /// Runs the socket until the condition holds, then cancels it and waits for its end.
    template <class Holds>
    void run_until(WebSocket& socket, Holds holds) {
        auto waiting = first_to_end(poll(holds), give_up());
        test::run_task(loop_, first_to_end(run(socket), std::move(waiting)));
    }

    /// Runs the socket until the condition holds and then for far longer than any ordinary wait of
    /// this test's backoff; states_ are those it was in during that time.
    template <class Holds>
    void run_past(WebSocket& socket, Holds holds) {
        states_.clear();
        const auto look = [&]() -> Task<void> {
            co_await poll(holds);
            for (int i = 0; i < 30; ++i) {
                co_await sleep_for(5ms);
                const auto state = socket.status().state;
                if (states_.empty() || states_.back() != state) states_.push_back(state);
            }
        };
        auto waiting = first_to_end(look(), give_up());
        test::run_task(loop_, first_to_end(run(socket), std::move(waiting)));
    }

    boost::asio::io_context loop_;
    SystemClock clock_;
    test::TlsAuthority authority_;
    WebSocketSettings settings_;
    WebSocketEvents events_;
    HeadersProvider headers_;
    std::vector<ConnectionId> connected_;
    std::vector<ConnectionId> disconnected_;
    std::vector<std::string> messages_;
    std::vector<std::string> reasons_;
    std::vector<State> states_;
};

void echo(ScriptedPeer& peer) {
    peer.accept_websocket();
    while (true) {
        const auto frame = peer.read_frame();
        peer.write_frame(frame.opcode, frame.payload);
    }
}

ScriptedServer::Script refuse_with(std::string status_and_headers) {
    return [answer = "HTTP/1.1 " + status_and_headers +
                     "\r\nContent-Length: 0\r\n\r\n"](ScriptedPeer& peer) {
        peer.read_head();
        peer.write(answer);
    };
}

TEST_F(WebSocketTest, SaysAndHearsUnderTls) {
    std::string head;
    ScriptedServer server{
        [&](ScriptedPeer& peer) {
            head = peer.accept_websocket();
            peer.write_frame(test::kText, peer.read_frame().payload);
            peer.wait_for_close();
        },
        authority_.issue("DNS:localhost")};
    headers_ = [] { return Headers{Header{"Authorization", "Bearer abc"}}; };
    events_.on_message = [this](const Message& message) {
        messages_.emplace_back(message.text);
        EXPECT_EQ(message.connection, 1U);
        EXPECT_NE(message.received_at, Instant{});
        EXPECT_NE(message.received_tick, Tick{});
    };
    auto socket = make(server.url("wss", "localhost") + "/solver?x=1");
    EXPECT_EQ(socket.status().state, State::idle);
    run_until(socket, [&] {
        if (connected_.size() == 1 && socket.status().messages_out == 0) {
            EXPECT_EQ(socket.status().state, State::connected);
            EXPECT_TRUE(socket.try_send("hello", 1));
        }
        return !messages_.empty();
    });
    EXPECT_EQ(socket.status().state, State::idle);
    server.stop();
    EXPECT_THAT(messages_, ElementsAre("hello"));
    EXPECT_THAT(head, HasSubstr("GET /solver?x=1 HTTP/1.1"));
    EXPECT_THAT(head, HasSubstr("\r\nAuthorization: Bearer abc"));
    EXPECT_EQ(socket.status().http_status, 101U);
    EXPECT_EQ(socket.status().messages_in, 1U);
    EXPECT_TRUE(socket.status().last_frame_at.has_value());
}

TEST_F(WebSocketTest, DoesNotSpeakWithAServerItCannotVerify) {
    test::TlsAuthority stranger;
    std::atomic<bool> was_spoken_to = false;
    const auto script = [&](ScriptedPeer& peer) { was_spoken_to = !peer.read_head().empty(); };
    ScriptedServer untrusted{script, stranger.issue("DNS:localhost")};
    ScriptedServer misnamed{script, authority_.issue("DNS:other.example")};
    for (auto* server : {&untrusted, &misnamed}) {
        reasons_.clear();
        auto socket = make(server->url("wss", "localhost"));
        run_until(socket, [&] { return !reasons_.empty(); });
        server->stop();
        EXPECT_THAT(reasons_.at(0), HasSubstr("certificate"));
        EXPECT_THAT(socket.status().last_error, HasSubstr("certificate"));
    }
    EXPECT_FALSE(was_spoken_to);
    EXPECT_TRUE(connected_.empty());
}

TEST_F(WebSocketTest, RefusesAUrlThatIsNotForIt) {
    auto socket = make("https://localhost/");
    const auto ended = test::run_task(loop_, socket.run());
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().kind, Error::Kind::malformed);
}

TEST_F(WebSocketTest, SendWaitsUntilTheMessageIsWritten) {
    ScriptedServer server{echo};
    auto socket = make(server.url("ws"));
    std::optional<Result<void>> sent;
    const auto send_once = [&]() -> Task<void> {
        while (connected_.empty())
            co_await sleep_for(1ms);
        co_await test::keep(sent, socket.send("hello"));
    };
    const auto both = [&]() -> Task<void> {
        co_await send_once();
        co_await poll([&] { return !messages_.empty(); });
    };
    auto waiting = first_to_end(both(), give_up());
    test::run_task(loop_, first_to_end(run(socket), std::move(waiting)));
    ASSERT_TRUE(sent);
    EXPECT_TRUE(*sent);
    EXPECT_EQ(socket.status().messages_out, 1U);
    EXPECT_THAT(messages_, ElementsAre("hello"));
}

TEST_F(WebSocketTest, WritesInTheOrderOfSendingWhateverTheSize) {
    ScriptedServer server{echo};
    std::vector<std::string> said;
    for (const std::size_t size : {1U, 125U, 126U, 65535U, 65536U, 300'000U, 2U}) {
        said.emplace_back(size, static_cast<char>('a' + said.size()));
    }
    WebSocket* speaker = nullptr;
    events_.on_connected = [&](const Connected&) {
        for (const auto& text : said)
            EXPECT_TRUE(speaker->try_send(text));
    };
    auto socket = make(server.url("ws"));
    speaker = &socket;
    run_until(socket, [&] { return messages_.size() == said.size(); });
    EXPECT_EQ(messages_, said);
    EXPECT_EQ(socket.status().messages_out, said.size());
}

TEST_F(WebSocketTest, AnswersOnlyOnTheConnectionThatWasAsked) {
    ScriptedServer server{echo};
    auto socket = make(server.url("ws"));
    EXPECT_EQ(socket.try_send("too early").error().detail, "not connected");
    run_until(socket, [&] {
        if (connected_.size() == 1 && disconnected_.empty()) socket.reconnect("as asked");
        return connected_.size() == 2;
    });
    EXPECT_THAT(connected_, ElementsAre(1U, 2U));
    EXPECT_THAT(reasons_, ElementsAre("as asked"));
    EXPECT_EQ(socket.status().reconnects, 1U);

    std::optional<Result<void>> late;
    auto again = make(server.url("ws"));
    connected_.clear();
    run_until(again, [&] {
        if (connected_.empty()) return false;
        late = again.try_send("for another", connected_.back() + 1);
        return true;
    });
    ASSERT_TRUE(late);
    EXPECT_EQ(late->error().kind, Error::Kind::refused);
    EXPECT_EQ(late->error().detail, "connection gone");
    EXPECT_EQ(again.status().dropped, 1U);
}

TEST_F(WebSocketTest, ComesBackAfterTheServerWasKilled) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        peer.accept_websocket();
        peer.write_frame(test::kText, "here");
        peer.reset();
    }};
    auto socket = make(server.url("ws"));
    run_until(socket, [&] { return connected_.size() >= 3; });
    EXPECT_THAT(disconnected_, testing::Contains(1U));
    EXPECT_THAT(disconnected_, testing::Contains(2U));
    EXPECT_GE(socket.status().reconnects, 2U);
    EXPECT_FALSE(socket.status().last_error.empty());
}

TEST_F(WebSocketTest, KeepsTryingWhileNobodyListens) {
    ScriptedServer server{echo};
    const auto url = server.url("ws");
    server.stop();
    auto socket = make(url);
    run_until(socket, [&] { return disconnected_.size() >= 4; });
    EXPECT_THAT(disconnected_, testing::Each(0U));
    EXPECT_GE(socket.status().attempts, 4U);
    EXPECT_EQ(socket.status().connects, 0U);
    EXPECT_FALSE(socket.status().http_status);
}

TEST_F(WebSocketTest, AsksForTheHeadersAtEachAttempt) {
    std::mutex guard;
    std::vector<std::string> heads;
    ScriptedServer server{[&](ScriptedPeer& peer) {
        const std::lock_guard lock{guard};
        heads.push_back(peer.read_head());
    }};
    int asked = 0;
    headers_ = [&]() -> Result<Headers> {
        if (++asked == 2) return fail(Error::Kind::unavailable, "the credential is being renewed");
        return Headers{Header{"X-Try", std::to_string(asked)}};
    };
    auto socket = make(server.url("ws"));
    run_until(socket, [&] { return disconnected_.size() >= 3; });
    server.stop();
    ASSERT_GE(heads.size(), 2U);
    EXPECT_THAT(heads[0], HasSubstr("X-Try: 1"));
    EXPECT_THAT(heads[1], HasSubstr("X-Try: 3"));
    EXPECT_EQ(reasons_.at(1), "the credential is being renewed");
}

TEST_F(WebSocketTest, NeverHammersAServerThatRefusesTheCredential) {
    for (const auto* status : {"401 Unauthorized", "403 Forbidden"}) {
        ScriptedServer server{refuse_with(status)};
        auto socket = make(server.url("ws"));
        reasons_.clear();
        run_past(socket, [&] { return !reasons_.empty(); });
        EXPECT_THAT(states_, ElementsAre(State::credential_refused));
        EXPECT_EQ(server.accepted(), 1);
        EXPECT_EQ(socket.status().attempts, 1U);
        EXPECT_EQ(socket.status().http_status, static_cast<unsigned>(std::stoi(status)));
        EXPECT_THAT(socket.status().last_error, HasSubstr(std::string{status}.substr(0, 3)));
    }
}

TEST_F(WebSocketTest, TriesAgainAtOnceWhenToldThatTheCredentialIsNew) {
    ScriptedServer server{refuse_with("401 Unauthorized")};
    auto socket = make(server.url("ws"));
    run_until(socket, [&] {
        if (socket.status().state == State::credential_refused) socket.reconnect("renewed");
        return socket.status().attempts >= 3;
    });
    EXPECT_GE(server.accepted(), 2);
}

TEST_F(WebSocketTest, StaysAwayAsLongAsItIsAskedTo) {
    for (const auto* status : {"429 Too Many Requests", "503 Service Unavailable"}) {
        ScriptedServer server{refuse_with(std::string{status} + "\r\nRetry-After: 100")};
        auto socket = make(server.url("ws"));
        reasons_.clear();
        run_past(socket, [&] { return !reasons_.empty(); });
        EXPECT_THAT(states_, ElementsAre(State::backing_off));
        EXPECT_EQ(server.accepted(), 1);
        EXPECT_EQ(socket.status().http_status, static_cast<unsigned>(std::stoi(status)));
    }
}

TEST_F(WebSocketTest, BelievesNoRetryAfterBeyondItsLimit) {
    settings_.retry_after_max = Milliseconds{1};
    ScriptedServer server{refuse_with("503 Service Unavailable\r\nRetry-After: 4000000000")};
    auto socket = make(server.url("ws"));
    run_until(socket, [&] { return socket.status().attempts >= 3; });
    EXPECT_GE(server.accepted(), 2);
}

TEST_F(WebSocketTest, LeavesAServerThatFellMute) {
    settings_.ping_every = Milliseconds{5};
    settings_.idle_limit = Milliseconds{40};
    ScriptedServer server{[](ScriptedPeer& peer) {
        peer.accept_websocket();
        peer.wait_for_close();  // Takes pings in and answers none.
    }};
    auto socket = make(server.url("ws"));
    run_until(socket, [&] { return connected_.size() >= 2; });
    EXPECT_THAT(reasons_.at(0), HasSubstr("nothing arrived"));
}

TEST_F(WebSocketTest, StaysWithAServerThatOnlyAnswersPings) {
    settings_.ping_every = Milliseconds{5};
    settings_.idle_limit = kPatience;
    std::atomic<int> pings = 0;
    ScriptedServer server{[&](ScriptedPeer& peer) {
        peer.accept_websocket();
        while (true) {
            const auto frame = peer.read_frame();
            if (frame.opcode != test::kPing) continue;
            ++pings;
            peer.write_frame(test::kPong, frame.payload);
        }
    }};
    auto socket = make(server.url("ws"));
    run_until(socket, [&] { return pings >= 5 && socket.status().last_frame_at; });
    EXPECT_EQ(server.accepted(), 1);
    EXPECT_TRUE(disconnected_.empty());
}

TEST_F(WebSocketTest, LeavesAServerThatTakesNothingIn) {
    settings_.write_limit = Milliseconds{40};
    settings_.ping_every = Milliseconds{60'000};
    std::counting_semaphore<> test_is_over{0};
    ScriptedServer server{[&](ScriptedPeer& peer) {
        peer.accept_websocket();
        test_is_over.acquire();
    }};
    WebSocket* speaker = nullptr;
    std::optional<Result<void>> sent;
    const auto keep_sending = [&]() -> Task<void> {
        while (connected_.empty())
            co_await sleep_for(1ms);
        std::string huge(64U << 20U, 'x');  // More than the kernel will hold for the server.
        co_await test::keep(sent, speaker->send(std::move(huge)));
        co_await poll([&] { return !reasons_.empty(); });
    };
    auto socket = make(server.url("ws"));
    speaker = &socket;
    auto waiting = first_to_end(keep_sending(), give_up());
    test::run_task(loop_, first_to_end(run(socket), std::move(waiting)));
    test_is_over.release(100);
    ASSERT_TRUE(sent);
    ASSERT_FALSE(*sent);
    EXPECT_EQ(sent->error().kind, Error::Kind::timed_out) << "nobody knows what arrived";
    EXPECT_THAT(reasons_.at(0), HasSubstr("a write took"));
}

TEST_F(WebSocketTest, RefusesWhatDoesNotFitIntoTheQueue) {
    settings_.outgoing_max = 2;
    ScriptedServer server{echo};
    std::vector<bool> took;
    WebSocket* speaker = nullptr;
    events_.on_connected = [&](const Connected&) {
        for (int i = 0; i < 4; ++i)
            took.push_back(speaker->try_send("x").has_value());
    };
    auto socket = make(server.url("ws"));
    speaker = &socket;
    run_until(socket, [&] { return messages_.size() == 2; });
    EXPECT_THAT(took, ElementsAre(true, true, false, false));
    EXPECT_EQ(socket.status().dropped, 2U);
}

TEST_F(WebSocketTest, TellsSendersThatTheirConnectionIsGone) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        peer.accept_websocket();
        peer.wait_for_close();
    }};
    auto socket = make(server.url("ws"));
    std::optional<Result<void>> sent;
    const auto send_and_leave = [&]() -> Task<void> {
        while (connected_.empty())
            co_await sleep_for(1ms);
        socket.reconnect("leaving");
        co_await test::keep(sent, socket.send("too late"));
    };
    auto waiting = first_to_end(send_and_leave(), give_up());
    test::run_task(loop_, first_to_end(run(socket), std::move(waiting)));
    ASSERT_TRUE(sent);
    EXPECT_FALSE(*sent);
    EXPECT_EQ(socket.status().messages_out, 0U);
    EXPECT_EQ(socket.status().dropped, 1U);
}

TEST_F(WebSocketTest, CountsAndLeavesAnOversizedMessage) {
    settings_.message_bytes_max = 1000;
    ScriptedServer server{[](ScriptedPeer& peer) {
        peer.accept_websocket();
        peer.write_frame(test::kText, std::string(1000, 'x'));
        peer.write_frame(test::kText, std::string(1001, 'y'));
        peer.wait_for_close();
    }};
    auto socket = make(server.url("ws"));
    run_until(socket, [&] { return socket.status().oversized >= 1 && !reasons_.empty(); });
    EXPECT_EQ(messages_.at(0), std::string(1000, 'x'));
    EXPECT_THAT(reasons_.at(0), HasSubstr("above 1000 bytes"));
}

TEST_F(WebSocketTest, CountsAndLeavesAMessageThatGrowsFragmentByFragment) {
    settings_.message_bytes_max = 1000;
    ScriptedServer server{[](ScriptedPeer& peer) {
        peer.accept_websocket();
        peer.write_frame(test::kText, "a", false);
        while (true)
            peer.write_frame(test::kContinuation, std::string(100, 'b'), false);
    }};
    auto socket = make(server.url("ws"));
    run_until(socket, [&] { return socket.status().oversized >= 1; });
    EXPECT_TRUE(messages_.empty());
}

TEST_F(WebSocketTest, PutsFragmentsTogether) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        peer.accept_websocket();
        peer.write_frame(test::kText, "one ", false);
        peer.write_frame(test::kPing, "in between");
        peer.write_frame(test::kContinuation, "two ", false);
        peer.write_frame(test::kContinuation, "", false);
        peer.write_frame(test::kContinuation, "three");
        peer.wait_for_close();
    }};
    auto socket = make(server.url("ws"));
    run_until(socket, [&] { return !messages_.empty(); });
    EXPECT_THAT(messages_, ElementsAre("one two three"));
}

TEST_F(WebSocketTest, CountsBinaryMessagesAndDeliversNone) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        peer.accept_websocket();
        peer.write_frame(test::kBinary, std::string("\0\1\2", 3));
        peer.write_frame(test::kText, "text");
        peer.wait_for_close();
    }};
    auto socket = make(server.url("ws"));
    run_until(socket, [&] { return !messages_.empty(); });
    EXPECT_THAT(messages_, ElementsAre("text"));
    EXPECT_EQ(socket.status().binary, 1U);
    EXPECT_EQ(socket.status().messages_in, 1U);
}

TEST_F(WebSocketTest, AnswersAPing) {
    std::atomic<bool> was_answered = false;
    ScriptedServer server{[&](ScriptedPeer& peer) {
        peer.accept_websocket();
        peer.write_frame(test::kPing, "are you there");
        const auto frame = peer.read_frame();
        was_answered = frame.opcode == test::kPong && frame.payload == "are you there";
        peer.wait_for_close();
    }};
    auto socket = make(server.url("ws"));
    run_until(socket, [&] { return was_answered.load(); });
    EXPECT_TRUE(disconnected_.empty());
}

TEST_F(WebSocketTest, AnswersACloseAndSaysWhy) {
    std::mutex guard;
    std::vector<ScriptedPeer::Frame> answers;
    ScriptedServer server{[&](ScriptedPeer& peer) {
        peer.accept_websocket();
        peer.write_frame(test::kClose, std::string("\x03\xe9", 2) + "maintenance");
        const auto answer = peer.read_frame();
        const std::lock_guard lock{guard};
        answers.push_back(answer);
    }};
    auto socket = make(server.url("ws"));
    run_until(socket, [&] { return connected_.size() >= 2; });
    server.stop();
    EXPECT_THAT(reasons_.at(0), HasSubstr("1001"));
    EXPECT_THAT(reasons_.at(0), HasSubstr("maintenance"));
    ASSERT_FALSE(answers.empty());
    EXPECT_EQ(answers[0].opcode, test::kClose);
}

TEST_F(WebSocketTest, TakesGarbageForNoHandshake) {
    for (const auto* answer :
         {"hello\r\n\r\n",
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
          ""}) {
        reasons_.clear();
        ScriptedServer server{[&](ScriptedPeer& peer) {
            peer.read_head();
            peer.write(answer);
        }};
        auto socket = make(server.url("ws"));
        run_until(socket, [&] { return reasons_.size() >= 2; });
        EXPECT_THAT(reasons_.at(0), HasSubstr("handshake"));
    }
    EXPECT_TRUE(connected_.empty());
}

TEST_F(WebSocketTest, LeavesAServerThatBreaksTheProtocol) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        peer.accept_websocket();
        peer.write(std::string(20, '\xff'));
        peer.wait_for_close();
    }};
    auto socket = make(server.url("ws"));
    run_until(socket, [&] { return connected_.size() >= 2; });
    EXPECT_TRUE(messages_.empty());
}

TEST_F(WebSocketTest, LeavesAServerThatSendsTextThatIsNone) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        peer.accept_websocket();
        peer.write_frame(test::kText, "\xc3\x28");
        peer.wait_for_close();
    }};
    auto socket = make(server.url("ws"));
    run_until(socket, [&] { return connected_.size() >= 2; });
    EXPECT_TRUE(messages_.empty());
}

TEST_F(WebSocketTest, GivesUpOnASilentHandshake) {
    settings_.connect_limit = Milliseconds{40};
    ScriptedServer server{[](ScriptedPeer& peer) { peer.wait_for_close(); }};
    auto socket = make(server.url("ws"));
    run_until(socket, [&] { return reasons_.size() >= 2; });
    EXPECT_THAT(reasons_.at(0), HasSubstr("took longer than 40 ms"));
}

TEST_F(WebSocketTest, EndsAtOnceWhenCancelled) {
    ScriptedServer server{echo, authority_.issue("DNS:localhost")};
    auto socket = make(server.url("wss", "localhost"));
    run_until(socket, [&] { return !connected_.empty(); });
    EXPECT_EQ(socket.status().state, State::idle);
    EXPECT_EQ(socket.status().connection, 0U);
    EXPECT_TRUE(disconnected_.empty()) << "it was we who left";
    EXPECT_FALSE(socket.try_send("after the end"));
}

TEST_F(WebSocketTest, WhatAnOwnerThrowsComesOutOfRun) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        peer.accept_websocket();
        peer.write_frame(test::kText, "boom");
        peer.wait_for_close();
    }};
    events_.on_message = [](const Message&) { throw std::logic_error{"a bug of the owner"}; };
    auto socket = make(server.url("ws"));
    EXPECT_THROW(test::run_task(loop_, first_to_end(run(socket), give_up())), std::logic_error);
}

}  // namespace
}  // namespace unrip::net

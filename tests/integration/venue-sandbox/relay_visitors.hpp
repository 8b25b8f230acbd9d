#pragma once

#include "net/http_server.hpp"
#include "net/https.hpp"
#include "net/race.hpp"
#include "net/sleep.hpp"
#include "net/websocket.hpp"
#include "support/run_task.hpp"
#include "unit/venue-sandbox/relay_world.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <nlohmann/json.hpp>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace unrip::sandbox {

using Json = nlohmann::json;

/// Runs until it is cancelled at its end, which the destructor awaits.
class Beside {
  public:
    Beside(boost::asio::io_context& loop, Task<void> work) : loop_{loop} {
        const auto ended = [this](const std::exception_ptr&) { has_ended_ = true; };
        boost::asio::co_spawn(
            loop, std::move(work), boost::asio::bind_cancellation_slot(cancel_.slot(), ended)
        );
    }
    Beside(const Beside&) = delete;
    Beside& operator=(const Beside&) = delete;
    ~Beside() {
        cancel_.emit(boost::asio::cancellation_type::all);
        loop_.restart();
        while (!has_ended_ && loop_.run_one() > 0) {
        }
    }

  private:
    boost::asio::io_context& loop_;
    boost::asio::cancellation_signal cancel_;
    bool has_ended_ = false;
};

/// The relay behind a port of its own. A millisecond passes for it in about one of ours.
class RelayPort {
  public:
    explicit RelayPort(RelayRules rules = quick())
        : venue{std::move(rules)},
          server{venue.loop.get_executor(), real_, handlers()},
          turning_{venue.loop, turn()} {
        const auto opened = server.open("127.0.0.1", 0);
        if (!opened) throw std::runtime_error{opened.error().detail};
        venue.world.chain.set_block_interval(Milliseconds{20});
        venue.pass(Milliseconds{1'000});
    }
    ~RelayPort() { test::run_task(venue.loop, server.close()); }
    RelayPort(const RelayPort&) = delete;
    RelayPort& operator=(const RelayPort&) = delete;

    static RelayRules quick() {
        RelayRules rules;
        rules.wait_min = Milliseconds{30};
        rules.grace = Milliseconds{10};
        rules.wait_max = Milliseconds{80};
        rules.settle_after = Milliseconds{5};
        return rules;
    }

    std::string url(const char* scheme, const char* path) const {
        return std::string{scheme} + "://127.0.0.1:" + std::to_string(server.port()) + path;
    }

    /// The loop turns until it holds.
    void wait(const std::function<bool()>& holds) {
        auto work = net::first_to_end(poll(holds), give_up());
        test::run_task(venue.loop, std::move(work));
    }

    RelayWorld venue;

  private:
    static constexpr Milliseconds kTurn{1};
    static constexpr Milliseconds kPatience{20'000};

    net::HttpServerHandlers handlers() {
        net::HttpServerHandlers out;
        out.on_request = [this](net::ServedRequest request) {
            return venue.relay.answer_http(std::move(request));
        };
        out.refuse_socket = [this](const net::ServedRequest& request) {
            return venue.relay.refuse_socket(request);
        };
        out.on_socket = [this](std::shared_ptr<net::ServerSocket> socket, net::ServedRequest) {
            return venue.relay.converse(std::move(socket));
        };
        return out;
    }
    Task<void> turn() {
        while (true) {
            co_await net::sleep_for(kTurn);
            venue.pass(Milliseconds{1});
        }
    }
    static Task<void> poll(const std::function<bool()>& holds) {
        while (!holds())
            co_await net::sleep_for(kTurn);
    }
    static Task<void> give_up() {
        co_await net::sleep_for(kPatience);
        throw std::runtime_error{"waited in vain"};
    }

    SystemClock real_;

  public:
    net::HttpServer server;

  private:
    Beside turning_;
};

/// A solver that says what a test tells it to.
class ScriptedSolver {
  public:
    ScriptedSolver(RelayPort& port, std::string token = {})
        : port_{port},
          socket{port.venue.loop.get_executor(), clock_, settings(port), events(), headers(token)},
          running_{port.venue.loop, run()} {}

    void say(const std::string& text) {
        port_.wait([this] { return socket.status().connection != 0; });
        if (!socket.try_send(text)) throw std::runtime_error{"nothing could be said"};
    }
    void call(int id, const std::string& method, const std::string& params) {
        say(R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":")" + method +
            R"(","params":)" + params + "}");
    }
    /// The next thing heard.
    Json hear() {
        port_.wait([this] { return taken_ < heard.size(); });
        return Json::parse(heard[taken_++]);
    }
    std::size_t unheard() const { return heard.size() - taken_; }

  private:
    static net::WebSocketSettings settings(const RelayPort& port) {
        net::WebSocketSettings out;
        out.url = port.url("ws", "/ws");
        out.backoff = {Milliseconds{2}, Milliseconds{10}};
        return out;
    }
    net::WebSocketEvents events() {
        net::WebSocketEvents out;
        out.on_message = [this](const net::Message& message) { heard.emplace_back(message.text); };
        return out;
    }
    static net::HeadersProvider headers(const std::string& token) {
        if (token.empty()) return nullptr;
        return [token]() -> Result<net::Headers> {
            return net::Headers{{"Authorization", "Bearer " + token}};
        };
    }
    Task<void> run() { (void)co_await socket.run(); }

    RelayPort& port_;
    SystemClock clock_;
    std::size_t taken_ = 0;

  public:
    std::vector<std::string> heard;
    net::WebSocket socket;

  private:
    Beside running_;
};

}  // namespace unrip::sandbox

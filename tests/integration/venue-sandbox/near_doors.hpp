#pragma once

#include "near/rpc_client.hpp"
#include "near/verifier.hpp"
#include "near_rpc/near_node.hpp"
#include "net/http_server.hpp"
#include "net/https.hpp"
#include "net/sleep.hpp"
#include "support/run_task.hpp"
#include "unit/venue-sandbox/world.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <stdexcept>
#include <string>

namespace unrip::sandbox {

/// Any free port on loopback.
inline std::string open_on_loopback(net::HttpServer& server) {
    const auto opened = server.open("127.0.0.1", 0);
    if (!opened) throw std::runtime_error{opened.error().detail};
    return "http://127.0.0.1:" + std::to_string(server.port());
}

/// A chain whose blocks come every few milliseconds, a node in front of it, and our own client.
/// Everything goes over real sockets on loopback.
class NearDoors {
  public:
    NearDoors() { boost::asio::co_spawn(loop_, drive(), boost::asio::detached); }

    template <class T>
    T run(Task<T> task) {
        return test::run_task(loop_, std::move(task));
    }

    ChainWorld& world() { return world_; }
    NearNode& node() { return node_; }
    near::RpcClient& client() { return client_; }
    near::RpcOutside outside() { return near::RpcOutside::real(http_, clock_); }
    boost::asio::io_context& loop() { return loop_; }
    net::HttpClient& http() { return http_; }
    const Clock& clock() const { return clock_; }

  private:
    Task<void> drive() {
        for (;;) {
            const Milliseconds block_time{2};
            co_await net::sleep_for(block_time);
            world_.pass(1);
        }
    }

    net::HttpServerHandlers handlers() {
        net::HttpServerHandlers handlers;
        handlers.on_request = [this](net::ServedRequest request) {
            return node_.serve(std::move(request));
        };
        return handlers;
    }

    near::RpcSettings client_settings() {
        near::RpcSettings settings;
        settings.nodes = {open_on_loopback(server_)};
        settings.rest = {Milliseconds{1}, Milliseconds{5}};
        return settings;
    }

    SystemClock clock_;
    ChainWorld world_;
    NearNode node_{world_.chain};
    boost::asio::io_context loop_;
    net::HttpServer server_{loop_.get_executor(), clock_, handlers()};
    net::HttpClient http_{loop_.get_executor()};
    near::RpcClient client_{client_settings(), outside()};
};

}  // namespace unrip::sandbox

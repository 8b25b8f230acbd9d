#pragma once

#include "support/scripted_server.hpp"

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace unrip::test {

/// An exchange on one loopback port: says its texts on a socket again and again until it is
/// silenced, and answers its REST with one body, or with 503 when it has none.
class Exchange {
  public:
    Exchange(std::vector<std::string> texts, std::string rest_body)
        : texts_{std::move(texts)}, rest_body_{std::move(rest_body)} {}
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;
    ~Exchange() { is_over_ = true; }  // A silent one would not notice that its socket is gone.

    std::string url() const { return server_.url("ws"); }
    int rest_requests() const { return rest_requests_; }
    void be_silent() { is_silent_ = true; }
    void speak() { is_silent_ = false; }

  private:
    static constexpr std::chrono::milliseconds kEvery{50};

    void play(ScriptedPeer& peer) {
        auto head = peer.read_head();
        if (head.find("Sec-WebSocket-Key") != std::string::npos) {
            peer.accept_websocket(head);
            return talk(peer);
        }
        for (; !head.empty(); head = peer.read_head())
            answer(peer);
    }
    void talk(ScriptedPeer& peer) {
        peer.read_frame();  // What it is asked to tell.
        while (!is_over_) {
            for (const auto& text : texts_) {
                if (!is_silent_) peer.write_frame(kText, text);
            }
            std::this_thread::sleep_for(kEvery);
        }
    }
    void answer(ScriptedPeer& peer) {
        ++rest_requests_;
        const std::string status = rest_body_.empty() ? "503 Not now" : "200 OK";
        peer.write(
            "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(rest_body_.size()) +
            "\r\n\r\n" + rest_body_
        );
    }

    std::vector<std::string> texts_;
    std::string rest_body_;
    std::atomic<bool> is_silent_ = false;
    std::atomic<bool> is_over_ = false;
    std::atomic<int> rest_requests_ = 0;
    ScriptedServer server_{[this](ScriptedPeer& peer) { play(peer); }};
};

}  // namespace unrip::test

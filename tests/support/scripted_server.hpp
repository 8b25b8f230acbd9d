#pragma once

#include "support/tls_certificates.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace unrip::test {

/// One accepted connection, seen from the server's side, in blocking calls. Whatever fails, because
/// the client went away or the server stops, throws and ends the script.
class ScriptedPeer {
  public:
    class Wire;
    explicit ScriptedPeer(std::unique_ptr<Wire> wire);
    ScriptedPeer(const ScriptedPeer&) = delete;
    ScriptedPeer& operator=(const ScriptedPeer&) = delete;
    ~ScriptedPeer();

    /// Request line and headers, up to and without the empty line. Empty when the client closed.
    std::string read_head();
    std::string read_exactly(std::size_t bytes);
    /// A head and the body that its Content-Length announces; the body alone is returned.
    std::string read_body_of_request();
    void write(std::string_view bytes);
    /// Waits until the client closes; what it still sends is thrown away.
    void wait_for_close();
    /// Ends it rudely: the client sees a reset.
    void reset();

    struct Frame {
        int opcode = 0;
        std::string payload;
    };
    /// Answers the handshake with 101 and hands back its head.
    std::string accept_websocket();
    /// The same where the head was read already, to see whether it asks for a WebSocket.
    void accept_websocket(const std::string& head);
    void write_frame(int opcode, std::string_view payload, bool is_final = true);
    /// The next frame, unmasked.
    Frame read_frame();

  private:
    std::unique_ptr<Wire> wire_;
    std::string unread_;
};

inline constexpr int kContinuation = 0;
inline constexpr int kText = 1;
inline constexpr int kBinary = 2;
inline constexpr int kClose = 8;
inline constexpr int kPing = 9;
inline constexpr int kPong = 10;

/// A server on a free loopback port that plays a script for each connection, each in its own
/// thread. It is written on sockets and OpenSSL alone, so that it does not share the client's
/// mistakes.
class ScriptedServer {
  public:
    using Script = std::function<void(ScriptedPeer&)>;

    explicit ScriptedServer(Script script, std::optional<TlsCertificate> tls = std::nullopt);
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;
    ~ScriptedServer();

    std::uint16_t port() const { return port_; }
    /// "http" gives http://127.0.0.1:<port>.
    std::string url(std::string_view scheme, std::string_view host = "127.0.0.1") const;
    int accepted() const { return accepted_; }
    /// Connections whose script is over and whose socket is closed.
    int ended() const { return ended_; }
    /// Closes all connections and the port; the scripts end.
    void stop();

  private:
    struct Tls;
    void accept_all();
    void play(int socket);

    Script script_;
    std::unique_ptr<Tls> tls_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<int> accepted_ = 0;
    std::atomic<int> ended_ = 0;
    std::mutex guard_;
    bool is_stopping_ = false;
    std::vector<int> open_;
    std::vector<std::thread> players_;
    std::thread acceptor_;
};

}  // namespace unrip::test

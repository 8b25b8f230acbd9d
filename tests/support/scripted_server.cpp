#include "support/scripted_server.hpp"

#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <stdexcept>

namespace unrip::test {
namespace {

[[noreturn]] void give_up(const char* what) {
    throw std::runtime_error{what};
}

std::string accept_key(const std::string& key) {
    const auto salted = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    SHA1(reinterpret_cast<const unsigned char*>(salted.data()), salted.size(), digest.data());
    std::array<unsigned char, 64> text{};
    const auto size = EVP_EncodeBlock(text.data(), digest.data(), SHA_DIGEST_LENGTH);
    return std::string{reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(size)};
}

std::string header_of(const std::string& head, std::string_view name) {
    const auto start = head.find(std::string{"\r\n"}.append(name).append(": "));
    if (start == std::string::npos) return {};
    const auto value = start + 2 + name.size() + 2;
    return head.substr(value, head.find("\r\n", value) - value);
}

std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t number = 0;
    for (const char byte : bytes)
        number = number << 8U | static_cast<unsigned char>(byte);
    return number;
}

std::string big_endian(std::uint64_t number, std::size_t size) {
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i) {
        bytes[size - 1 - i] = static_cast<char>(number >> (8U * i));
    }
    return bytes;
}

}  // namespace

/// The socket, with TLS around it when the server has a certificate.
class ScriptedPeer::Wire {
  public:
    Wire(int socket, SSL_CTX* context) : socket_{socket} {
        if (context == nullptr) return;
        ssl_ = SSL_new(context);
        SSL_set_fd(ssl_, socket_);
    }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;
    ~Wire() {
        if (ssl_ == nullptr) return;
        if (has_shaken_) SSL_shutdown(ssl_);
        SSL_free(ssl_);
    }

    void shake_hands() {
        if (ssl_ == nullptr) return;
        if (SSL_accept(ssl_) != 1) give_up("the client did not like our certificate");
        has_shaken_ = true;
    }
    /// Empty at the end.
    std::string read_some() {
        std::array<char, 4096> bytes{};
        const auto got = ssl_ != nullptr
                             ? SSL_read(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                             : ::recv(socket_, bytes.data(), bytes.size(), 0);
        return got > 0 ? std::string{bytes.data(), static_cast<std::size_t>(got)} : std::string{};
    }
    std::size_t write_some(std::string_view bytes) {
        const auto sent = ssl_ != nullptr
                              ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                              : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) give_up("the client is gone");
        return static_cast<std::size_t>(sent);
    }
    void reset() {
        const linger now{1, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        has_shaken_ = false;
    }

  private:
    int socket_;
    SSL* ssl_ = nullptr;
    bool has_shaken_ = false;
};

ScriptedPeer::ScriptedPeer(std::unique_ptr<Wire> wire) : wire_{std::move(wire)} {}

ScriptedPeer::~ScriptedPeer() = default;

std::string ScriptedPeer::read_head() {
    while (true) {
        const auto end = unread_.find("\r\n\r\n");
        if (end != std::string::npos) {
            auto head = unread_.substr(0, end);
            unread_.erase(0, end + 4);
            return head;
        }
        const auto more = wire_->read_some();
        if (more.empty()) return {};
        unread_ += more;
    }
}

std::string ScriptedPeer::read_exactly(std::size_t bytes) {
    while (unread_.size() < bytes) {
        const auto more = wire_->read_some();
        if (more.empty()) give_up("the client closed");
        unread_ += more;
    }
    auto taken = unread_.substr(0, bytes);
    unread_.erase(0, bytes);
    return taken;
}

std::string ScriptedPeer::read_body_of_request() {
    const auto length = header_of(read_head(), "Content-Length");
    return length.empty() ? std::string{} : read_exactly(std::stoul(length));
}

void ScriptedPeer::write(std::string_view bytes) {
    while (!bytes.empty())
        bytes.remove_prefix(wire_->write_some(bytes));
}

void ScriptedPeer::wait_for_close() {
    while (!wire_->read_some().empty()) {
    }
}

void ScriptedPeer::reset() {
    wire_->reset();
}

std::string ScriptedPeer::accept_websocket() {
    auto head = read_head();
    accept_websocket(head);
    return head;
}

void ScriptedPeer::accept_websocket(const std::string& head) {
    const auto key = header_of(head, "Sec-WebSocket-Key");
    if (key.empty()) give_up("no WebSocket handshake");
    write(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " +
        accept_key(key) + "\r\n\r\n"
    );
}

void ScriptedPeer::write_frame(int opcode, std::string_view payload, bool is_final) {
    std::string frame(1, static_cast<char>((is_final ? 0x80 : 0) | opcode));
    if (payload.size() < 126) {
        frame += static_cast<char>(payload.size());
    } else if (payload.size() < 65536) {
        frame += static_cast<char>(126);
        frame += big_endian(payload.size(), 2);
    } else {
        frame += static_cast<char>(127);
        frame += big_endian(payload.size(), 8);
    }
    write(frame.append(payload));
}

ScriptedPeer::Frame ScriptedPeer::read_frame() {
    const auto start = read_exactly(2);
    Frame frame;
    frame.opcode = start[0] & 0x0F;
    if ((start[1] & 0x80) == 0) give_up("a client must mask its frames");
    std::uint64_t size = static_cast<unsigned char>(start[1] & 0x7F);
    if (size == 126) size = big_endian(read_exactly(2));
    if (size == 127) size = big_endian(read_exactly(8));
    const auto mask = read_exactly(4);
    frame.payload = read_exactly(size);
    for (std::size_t i = 0; i < frame.payload.size(); ++i) {
        frame.payload[i] = static_cast<char>(frame.payload[i] ^ mask[i % 4]);
    }
    return frame;
}

struct ScriptedServer::Tls {
    explicit Tls(const TlsCertificate& pem) : context{SSL_CTX_new(TLS_server_method())} {
        BIO* certificate_bio = BIO_new_mem_buf(pem.certificate_pem.data(), -1);
        X509* certificate = PEM_read_bio_X509(certificate_bio, nullptr, nullptr, nullptr);
        BIO* key_bio = BIO_new_mem_buf(pem.key_pem.data(), -1);
        EVP_PKEY* key = PEM_read_bio_PrivateKey(key_bio, nullptr, nullptr, nullptr);
        const bool is_usable = SSL_CTX_use_certificate(context, certificate) == 1 &&
                               SSL_CTX_use_PrivateKey(context, key) == 1;
        X509_free(certificate);
        EVP_PKEY_free(key);
        BIO_free(certificate_bio);
        BIO_free(key_bio);
        if (!is_usable) give_up("the test's own certificate can't be used");
    }
    Tls(const Tls&) = delete;
    Tls& operator=(const Tls&) = delete;
    ~Tls() { SSL_CTX_free(context); }

    SSL_CTX* context;
};

ScriptedServer::ScriptedServer(Script script, std::optional<TlsCertificate> tls)
    : script_{std::move(script)} {
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to sockets whose client has left.
    if (tls) tls_ = std::make_unique<Tls>(*tls);
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* any = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    const bool is_up = ::bind(listener_, any, size) == 0 && ::listen(listener_, 64) == 0 &&
                       ::getsockname(listener_, any, &size) == 0;
    if (!is_up) give_up("no free port on loopback");
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread{[this] { accept_all(); }};
}

ScriptedServer::~ScriptedServer() {
    stop();
}

std::string ScriptedServer::url(std::string_view scheme, std::string_view host) const {
    return std::string{scheme}.append("://").append(host).append(":").append(std::to_string(port_));
}

void ScriptedServer::stop() {
    {
        const std::lock_guard lock{guard_};
        if (is_stopping_) return;
        is_stopping_ = true;
        ::shutdown(listener_, SHUT_RDWR);
        for (const int socket : open_)
            ::shutdown(socket, SHUT_RDWR);
    }
    acceptor_.join();
    for (auto& player : players_)
        player.join();
    ::close(listener_);
}

void ScriptedServer::accept_all() {
    while (true) {
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        const std::lock_guard lock{guard_};
        if (socket < 0 || is_stopping_) {
            if (socket >= 0) ::close(socket);
            return;
        }
        ++accepted_;
        open_.push_back(socket);
        players_.emplace_back([this, socket] { play(socket); });
    }
}

void ScriptedServer::play(int socket) {
    try {
        auto wire = std::make_unique<ScriptedPeer::Wire>(socket, tls_ ? tls_->context : nullptr);
        wire->shake_hands();
        ScriptedPeer peer{std::move(wire)};
        script_(peer);
    } catch (const std::runtime_error&) {
        // The client went away before the script was over: whether that is right, the test decides.
    }
    const std::lock_guard lock{guard_};
    std::erase(open_, socket);
    ::close(socket);
    ++ended_;
}

}  // namespace unrip::test

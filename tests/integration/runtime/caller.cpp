#include "integration/runtime/caller.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <cstdlib>

namespace unrip::test {
namespace {

constexpr int kPatienceMs = 60'000;

std::string lower(std::string text) {
    for (char& c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

Answer parse_head(const std::string& head) {
    Answer answer;
    answer.status = std::atoi(head.substr(head.find(' ') + 1, 3).c_str());
    auto at = head.find("\r\n");
    while (at != std::string::npos) {
        const auto end = head.find("\r\n", at + 2);
        const auto line = head.substr(at + 2, end == std::string::npos ? end : end - at - 2);
        const auto colon = line.find(": ");
        if (colon != std::string::npos)
            answer.headers[lower(line.substr(0, colon))] = line.substr(colon + 2);
        at = end;
    }
    return answer;
}

}  // namespace

Caller::Caller(std::uint16_t port) : socket_{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(socket_);
        socket_ = -1;
    }
}

Caller::~Caller() {
    if (socket_ >= 0) close(socket_);
}

bool Caller::send(std::string_view bytes) const {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Caller::more() {
    pollfd waiting{socket_, POLLIN, 0};
    if (poll(&waiting, 1, kPatienceMs) != 1) return false;
    std::array<char, 4096> bytes{};
    const auto size = recv(socket_, bytes.data(), bytes.size(), 0);
    if (size <= 0) return false;
    unread_.append(bytes.data(), static_cast<std::size_t>(size));
    return true;
}

Answer Caller::answer(bool has_body) {
    std::size_t end = 0;
    while ((end = unread_.find("\r\n\r\n")) == std::string::npos) {
        if (!more()) return {};
    }
    auto answer = parse_head(unread_.substr(0, end));
    unread_.erase(0, end + 4);
    if (!has_body) return answer;
    const auto size = static_cast<std::size_t>(std::atol(answer.headers["content-length"].c_str()));
    while (unread_.size() < size) {
        if (!more()) return {};
    }
    answer.body = unread_.substr(0, size);
    unread_.erase(0, size);
    return answer;
}

bool Caller::is_hung_up_on() {
    pollfd waiting{socket_, POLLIN, 0};
    while (poll(&waiting, 1, kPatienceMs) == 1) {
        std::array<char, 4096> bytes{};
        if (recv(socket_, bytes.data(), bytes.size(), 0) <= 0) return true;
    }
    return false;
}

Answer ask(
    std::uint16_t port,
    std::string_view method,
    std::string_view target,
    std::string_view headers,
    std::string_view body
) {
    std::string text{method};
    text += " " + std::string{target} + " HTTP/1.1\r\n";
    if (headers.find("Host:") == std::string_view::npos) text += "Host: 127.0.0.1\r\n";
    text += headers;
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    text += "\r\n";
    text += body;
    Caller caller{port};
    caller.send(text);
    return caller.answer(method != "HEAD");
}

Answer tell(
    std::uint16_t port, std::string_view method, std::string_view path, std::string_view json
) {
    return ask(port, method, path, "Content-Type: application/json\r\n", json);
}

}  // namespace unrip::test

#include "net/websocket_upgrade.hpp"

#include "net/websocket_frame.hpp"

#include <algorithm>
#include <cctype>

namespace unrip::net {
namespace {

constexpr std::size_t kKeyLetters = 24;  // 16 bytes in base64.

bool has_word(std::string_view text, std::string_view word) {
    const auto same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == b;
    };
    return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

ServedAnswer refusal(int status, std::string message) {
    ServedAnswer answer;
    answer.status = status;
    answer.content_type = "text/plain";
    answer.body = std::move(message);
    return answer;
}

}  // namespace

bool asks_for_websocket(const ServedRequest& request) {
    return has_word(request.header("upgrade"), "websocket") &&
           has_word(request.header("connection"), "upgrade");
}

std::optional<ServedAnswer> refuse_upgrade(const ServedRequest& request) {
    if (request.method != "GET") return refusal(400, "A WebSocket begins with GET.");
    if (request.header("sec-websocket-version") != "13") {
        auto answer = refusal(426, "This server speaks WebSocket version 13.");
        answer.headers.emplace_back("Sec-WebSocket-Version", "13");
        return answer;
    }
    if (request.header("sec-websocket-key").size() != kKeyLetters) {
        return refusal(400, "Sec-WebSocket-Key must be 16 bytes in base64.");
    }
    return std::nullopt;
}

std::string upgrade_answer(const ServedRequest& request) {
    std::string text = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n";
    text += "Connection: Upgrade\r\nSec-WebSocket-Accept: ";
    text += websocket_accept(request.header("sec-websocket-key"));
    text += "\r\n\r\n";
    return text;
}

}  // namespace unrip::net

#include "net/http_answer.hpp"

#include <algorithm>
#include <array>

namespace unrip::net {
namespace {

struct Reason {
    int status;
    std::string_view words;
};
constexpr std::array kReasons = {
    Reason{200, "OK"},
    Reason{201, "Created"},
    Reason{202, "Accepted"},
    Reason{204, "No Content"},
    Reason{400, "Bad Request"},
    Reason{401, "Unauthorized"},
    Reason{403, "Forbidden"},
    Reason{404, "Not Found"},
    Reason{405, "Method Not Allowed"},
    Reason{408, "Request Timeout"},
    Reason{409, "Conflict"},
    Reason{413, "Content Too Large"},
    Reason{415, "Unsupported Media Type"},
    Reason{423, "Locked"},
    Reason{426, "Upgrade Required"},
    Reason{429, "Too Many Requests"},
    Reason{431, "Request Header Fields Too Large"},
    Reason{500, "Internal Server Error"},
    Reason{502, "Bad Gateway"},
    Reason{503, "Service Unavailable"},
    Reason{504, "Gateway Timeout"},
};

std::string_view reason(int status) {
    const auto* found = std::find_if(kReasons.begin(), kReasons.end(), [&](const Reason& one) {
        return one.status == status;
    });
    return found == kReasons.end() ? std::string_view{"Other"} : found->words;
}

}  // namespace

std::string render(const ServedAnswer& answer, bool keep_alive, bool with_body) {
    std::string text = "HTTP/1.1 " + std::to_string(answer.status) + " ";
    text += reason(answer.status);
    text += "\r\nContent-Type: " + answer.content_type;
    text += "\r\nContent-Length: " + std::to_string(answer.body.size());
    text += "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: ";
    text += keep_alive ? "keep-alive" : "close";
    for (const auto& [name, value] : answer.headers)
        text.append("\r\n").append(name).append(": ").append(value);
    text += "\r\n\r\n";
    if (with_body) text += answer.body;
    return text;
}

}  // namespace unrip::net

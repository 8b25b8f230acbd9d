#include "runtime/control_desk.hpp"

#include <algorithm>
#include <array>

namespace unrip::runtime {
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
    Reason{409, "Conflict"},
    Reason{413, "Content Too Large"},
    Reason{415, "Unsupported Media Type"},
    Reason{423, "Locked"},
    Reason{429, "Too Many Requests"},
    Reason{431, "Request Header Fields Too Large"},
    Reason{500, "Internal Server Error"},
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

std::string render(const ControlResponse& response, bool keep_alive, bool with_body) {
    std::string text = "HTTP/1.1 " + std::to_string(response.status) + " ";
    text += reason(response.status);
    text += "\r\nContent-Type: " + response.content_type;
    text += "\r\nContent-Length: " + std::to_string(response.body.size());
    text += "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: ";
    text += keep_alive ? "keep-alive" : "close";
    for (const auto& [name, value] : response.headers)
        text.append("\r\n").append(name).append(": ").append(value);
    text += "\r\n\r\n";
    if (with_body) text += response.body;
    return text;
}

}  // namespace unrip::runtime

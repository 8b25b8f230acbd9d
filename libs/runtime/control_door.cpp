#include "runtime/control_door.hpp"

#include "core/nesting.hpp"
#include "runtime/http_target.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace unrip::runtime {
namespace {

constexpr unsigned kWrongTokensMax = 10;
/// Nobody asks for anything that is half as deep.
constexpr std::size_t kLevelsMax = 32;
constexpr std::chrono::seconds kWrongTokensPeriod{60};

/// Probes ask these without a token; they tell nothing but how the process is.
bool open_to_all(std::string_view path) {
    return path == "/livez" || path == "/healthz" || path == "/readyz";
}

std::string_view trim(std::string_view text) {
    const auto first = std::min(text.find_first_not_of(" \t"), text.size());
    text.remove_prefix(first);
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

/// The name in "name:8086" or "[::1]:8086"; nothing when it is neither.
std::optional<std::string> host_name(std::string_view host) {
    std::string_view name;
    std::string_view rest;
    if (host.starts_with('[')) {
        const auto end = host.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        name = host.substr(1, end - 1);
        rest = host.substr(end + 1);
    } else {
        const auto colon = std::min(host.find(':'), host.size());
        name = host.substr(0, colon);
        rest = host.substr(colon);
    }
    const bool port = rest.size() > 1 && rest[0] == ':' &&
                      rest.find_first_not_of("0123456789", 1) == std::string_view::npos;
    if (name.empty() || !(rest.empty() || port)) return std::nullopt;
    return lower_case(name);
}

}  // namespace

bool is_address(std::string_view text) {
    const std::string address{text};
    in6_addr six{};
    in_addr four{};
    return inet_pton(AF_INET, address.c_str(), &four) == 1 ||
           inet_pton(AF_INET6, address.c_str(), &six) == 1;
}

bool is_loopback(std::string_view text) {
    const std::string address{text};
    in6_addr six{};
    in_addr four{};
    if (inet_pton(AF_INET, address.c_str(), &four) == 1) return ntohl(four.s_addr) >> 24 == 127;
    if (inet_pton(AF_INET6, address.c_str(), &six) != 1) return false;
    if (IN6_IS_ADDR_V4MAPPED(&six)) return six.s6_addr[12] == 127;
    return IN6_IS_ADDR_LOOPBACK(&six) != 0;
}

Door::Door(DoorRules rules, const Clock& clock) : rules_{std::move(rules)}, clock_{clock} {}

std::optional<ControlResponse> Door::refuse(const Knock& knock) {
    if (knock.host_count != 1) {
        return ControlResponse::error(
            400, "host_missing", "The request must carry one Host header."
        );
    }
    if (!knows_host(knock.host)) {
        return ControlResponse::error(
            403,
            "host_not_allowed",
            "This port does not answer under that Host name. Use 127.0.0.1, or add the name to "
            "CONTROL_ALLOWED_HOSTS."
        );
    }
    if (knock.has_origin) {
        return ControlResponse::error(
            403, "origin_not_allowed", "Requests from web pages (with an Origin) are refused."
        );
    }
    const auto site = lower_case(trim(knock.fetch_site));
    if (!site.empty() && site != "none" && site != "same-origin") {
        return ControlResponse::error(
            403, "cross_site", "Requests from other sites' web pages are refused."
        );
    }
    if (rules_.token && !open_to_all(knock.path) && !has_token(knock.authorization))
        return refuse_token(!knock.authorization.empty());
    return std::nullopt;
}

bool Door::knows_host(std::string_view host) const {
    const auto name = host_name(trim(host));
    if (!name) return false;
    if (rules_.any_address && is_address(*name)) return true;
    return std::find(rules_.host_names.begin(), rules_.host_names.end(), *name) !=
           rules_.host_names.end();
}

bool Door::has_token(std::string_view authorization) const {
    constexpr std::size_t scheme_size = 7;
    if (lower_case(authorization.substr(0, scheme_size)) != "bearer ") return false;
    return rules_.token->equals(trim(authorization.substr(scheme_size)));
}

ControlResponse Door::refuse_token(bool given) {
    // The right token passes even now: nobody can lock the operator out by guessing.
    const auto now = clock_.tick();
    if (now - wrong_since_ > kWrongTokensPeriod) wrong_tokens_ = 0;
    if (given && wrong_tokens_++ == 0) wrong_since_ = now;
    if (given && wrong_tokens_ > kWrongTokensMax) {
        auto answer = ControlResponse::error(
            429, "too_many_wrong_tokens", "Too many wrong tokens; try again in a minute."
        );
        answer.headers.emplace_back("Retry-After", "60");
        return answer;
    }
    auto answer =
        given ? ControlResponse::error(401, "token_wrong", "The token is not the right one.")
              : ControlResponse::error(
                    401, "token_missing", "This needs `Authorization: Bearer <CONTROL_TOKEN>`."
                );
    answer.headers.emplace_back("WWW-Authenticate", "Bearer");
    return answer;
}

std::optional<ControlResponse> refuse_body(std::string_view content_type, std::string_view body) {
    if (body.empty()) return std::nullopt;
    const auto type = lower_case(trim(content_type.substr(0, content_type.find(';'))));
    if (type != "application/json") {
        return ControlResponse::error(
            415, "not_json", "A body must come with `Content-Type: application/json`."
        );
    }
    const auto first = body.find_first_not_of(" \t\r\n");
    const bool object = first != std::string_view::npos && body[first] == '{';
    if (is_nested_deeper(body, kLevelsMax)) {
        return ControlResponse::error(
            400, "malformed_json", "The body is nested deeper than 32 levels."
        );
    }
    if (!object || !nlohmann::json::accept(body))
        return ControlResponse::error(400, "malformed_json", "The body is not a JSON object.");
    return std::nullopt;
}

}  // namespace unrip::runtime

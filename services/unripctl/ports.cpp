#include "ports.hpp"

#include "runtime/env.hpp"
#include "runtime/processes.hpp"

#include <utility>

namespace unrip::unripctl {
namespace {

constexpr Milliseconds kPatience{5'000};
constexpr std::string_view kSandbox = "venue-sandbox";

}  // namespace

std::string Said::complaint() const {
    const auto message = text_at(body, "/error/message");
    const auto fix = text_at(body, "/error/details/fix");
    if (message.empty()) return "it answered HTTP " + std::to_string(status);
    return message + (fix.empty() ? "" : "\n  fix: " + fix);
}

Ports::Ports(const boost::asio::any_io_executor& executor, runtime::Env& env, std::string who)
    : client_{executor}, token_{env.optional_secret("CONTROL_TOKEN")}, who_{std::move(who)} {
    for (const auto& process : runtime::processes())
        ports_.emplace(process.name, env.port(process.port_variable));
}

std::vector<std::string> Ports::services() {
    std::vector<std::string> names;
    for (const auto& process : runtime::processes()) {
        if (process.name != kSandbox) names.emplace_back(process.name);
    }
    return names;
}

std::uint16_t Ports::port(std::string_view service) const {
    const auto found = ports_.find(service);
    return found == ports_.end() ? std::uint16_t{0} : found->second;
}

std::string Ports::address(std::string_view service) const {
    return "127.0.0.1:" + std::to_string(port(service));
}

Task<Result<Said>> Ports::get(std::string service, std::string path) {
    auto where = address(service);
    co_return co_await get_at(std::move(where), std::move(path));
}

Task<Result<Said>> Ports::get_at(std::string where, std::string path) {
    co_return co_await call(
        "GET", std::move(where), std::move(path), std::string(), net::Headers()
    );
}

Task<Result<Said>> Ports::post(std::string service, std::string path, Json body) {
    auto where = address(service);
    co_return co_await post_at(std::move(where), std::move(path), std::move(body));
}

Task<Result<Said>> Ports::put(std::string service, std::string path, Json body) {
    auto where = address(service);
    auto text = body.dump();
    co_return co_await call(
        "PUT", std::move(where), std::move(path), std::move(text), net::Headers()
    );
}

Task<Result<Said>> Ports::post_at(std::string where, std::string path, Json body) {
    auto text = body.dump();
    co_return co_await call(
        "POST", std::move(where), std::move(path), std::move(text), net::Headers()
    );
}

Task<Result<Said>> Ports::post_once(
    std::string service, std::string path, Json body, std::string idempotency_key
) {
    auto where = address(service);
    auto text = body.dump();
    net::Headers extra;
    extra.push_back(net::Header{"Idempotency-Key", std::move(idempotency_key)});
    co_return co_await call(
        "POST", std::move(where), std::move(path), std::move(text), std::move(extra)
    );
}

Task<bool> Ports::is_tokenless(std::string service) {
    auto request = net::http_get("http://" + address(service) + "/state", kPatience);
    const auto answer = co_await client_.request(std::move(request));
    co_return answer && answer->status == 200;
}

Task<Result<Said>> Ports::call(
    std::string method, std::string where, std::string path, std::string body, net::Headers extra
) {
    net::HttpRequest request;
    request.method = std::move(method);
    request.url = "http://" + where + path;
    request.headers = std::move(extra);
    request.headers.push_back({"X-Unrip-Who", who_});
    if (!body.empty()) request.headers.push_back({"Content-Type", "application/json"});
    if (token_) {
        token_->with([&](std::string_view token) {
            request.headers.push_back({"Authorization", "Bearer " + std::string{token}});
        });
    }
    request.body = std::move(body);
    request.deadline = kPatience;
    auto answer = co_await client_.request(std::move(request));
    if (!answer) co_return answer.failure();
    Said said;
    said.status = answer->status;
    said.body = Json::parse(answer->body, nullptr, false);
    if (said.body.is_discarded()) said.body = nullptr;
    co_return said;
}

std::string text_at(const Json& json, std::string_view pointer) {
    const Json::json_pointer where{std::string{pointer}};
    if (!json.contains(where)) return {};
    const auto& found = json.at(where);
    if (found.is_null()) return {};
    return found.is_string() ? found.get<std::string>() : found.dump();
}

std::optional<std::int64_t> number_at(const Json& json, std::string_view pointer) {
    const Json::json_pointer where{std::string{pointer}};
    if (!json.contains(where) || !json.at(where).is_number()) return std::nullopt;
    return json.at(where).get<std::int64_t>();
}

bool is_true_at(const Json& json, std::string_view pointer) {
    const Json::json_pointer where{std::string{pointer}};
    return json.contains(where) && json.at(where).is_boolean() && json.at(where).get<bool>();
}

}  // namespace unrip::unripctl

#include "bus/server_version.hpp"

#include "net/timeout.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include <utility>

namespace unrip::bus {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::size_t kGreetingMax = 65'536;

struct Place {
    std::string host;
    std::string port;
};

Place place_in(std::string_view url) {
    const auto scheme_end = url.find("://");
    if (scheme_end != std::string_view::npos) url.remove_prefix(scheme_end + 3);
    url = url.substr(0, url.find('/'));
    const auto colon = url.rfind(':');
    const auto has_port = colon != std::string_view::npos && url.find(']', colon) == url.npos;
    auto host = url.substr(0, has_port ? colon : url.size());
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    return Place{std::string{host}, has_port ? std::string{url.substr(colon + 1)} : "4222"};
}

Task<Result<std::string>> read_greeting(Place place) {
    const auto executor = co_await asio::this_coro::executor;
    constexpr auto as_answer = asio::as_tuple(asio::use_awaitable);
    tcp::resolver resolver{executor};
    const auto [unknown, ends] = co_await resolver.async_resolve(place.host, place.port, as_answer);
    if (unknown) co_return fail(Error::Kind::unavailable, unknown.message());
    tcp::socket socket{executor};
    const auto [unreached, end] = co_await asio::async_connect(socket, ends, as_answer);
    if (unreached) co_return fail(Error::Kind::unavailable, unreached.message());
    std::string line;
    auto buffer = asio::dynamic_buffer(line, kGreetingMax);
    const auto [silent, size] = co_await asio::async_read_until(socket, buffer, "\r\n", as_answer);
    if (silent) co_return fail(Error::Kind::unavailable, silent.message());
    line.resize(size);
    co_return line;
}

}  // namespace

Result<std::string> version_in_greeting(std::string_view line) {
    constexpr std::string_view prefix = "INFO ";
    const auto unreadable = fail(Error::Kind::malformed, "this is not how a NATS server greets");
    if (!line.starts_with(prefix)) return unreadable;
    const auto info = nlohmann::json::parse(line.substr(prefix.size()), nullptr, false);
    if (!info.is_object()) return unreadable;
    const auto version = info.find("version");
    if (version == info.end() || !version->is_string()) return unreadable;
    return version->get<std::string>();
}

Task<Result<std::string>> ask_server_version(std::string url, Milliseconds limit) {
    auto greeting = read_greeting(place_in(url));
    const auto line = co_await net::within(limit, std::move(greeting), "a NATS server's greeting");
    if (!line) co_return line.failure();
    co_return version_in_greeting(*line);
}

}  // namespace unrip::bus

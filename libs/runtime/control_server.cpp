#include "runtime/control_server.hpp"

#include "net/http_server.hpp"
#include "runtime/port_owner.hpp"

#include <utility>

namespace unrip::runtime {
namespace {

net::ServedAnswer to_answer(ControlResponse response) {
    net::ServedAnswer answer;
    answer.status = response.status;
    answer.body = std::move(response.body);
    answer.content_type = std::move(response.content_type);
    answer.headers = std::move(response.headers);
    return answer;
}

net::ServedAnswer refuse(int status, std::string_view code, std::string_view message) {
    return to_answer(ControlResponse::error(status, code, message));
}

net::HttpServerLimits to_server_limits(const ControlLimits& limits) {
    net::HttpServerLimits out;
    out.header_bytes = limits.header_bytes;
    out.body_bytes = limits.body_bytes;
    out.connections = limits.connections;
    out.request_time = limits.request_time;
    out.idle_time = limits.idle_time;
    return out;
}

}  // namespace

struct ControlServer::Parts {
    Parts(
        const boost::asio::any_io_executor& executor,
        const Control& routes,
        DoorRules rules,
        const Clock& clock,
        ControlEvents events,
        const ControlLimits& limits
    )
        : answered{events.answered},
          desk{routes, std::move(rules), clock, std::move(events)},
          server{executor, clock, handlers(), to_server_limits(limits)} {}

    net::HttpServerHandlers handlers() {
        net::HttpServerHandlers out;
        out.on_request = [this](net::ServedRequest request) { return answer(std::move(request)); };
        out.refuse = refuse;
        out.answered = answered;
        return out;
    }

    Task<net::ServedAnswer> answer(net::ServedRequest request) {
        auto response = co_await desk.answer(std::move(request));
        co_return to_answer(std::move(response));
    }

    decltype(ControlEvents::answered) answered;
    ControlDesk desk;
    net::HttpServer server;
};

ControlServer::ControlServer(
    boost::asio::any_io_executor executor,
    const Control& control,
    DoorRules rules,
    const Clock& clock,
    ControlEvents events,
    ControlLimits limits
)
    : parts_{std::make_unique<Parts>(
          executor, control, std::move(rules), clock, std::move(events), limits
      )} {}

ControlServer::~ControlServer() = default;

Result<void> ControlServer::open(
    const std::string& address, std::uint16_t port, std::string_view variable
) {
    auto opened = parts_->server.open(address, port);
    if (opened) return opened;
    if (opened.error().kind == Error::Kind::refused) {
        const auto owner = listening_process(port);
        return fail(
            Error::Kind::refused,
            "port " + std::to_string(port) + " is taken by another process" +
                (owner ? " (pid " + std::to_string(*owner) + ")" : "") + ". Stop it, or set " +
                std::string{variable} + "."
        );
    }
    return fail(
        Error::Kind::refused,
        "the control port can't listen on " + address + " port " + std::to_string(port) + ": " +
            opened.error().detail + ". Set CONTROL_BIND to an address of this machine, and " +
            std::string{variable} + " to a port above 1023."
    );
}

std::uint16_t ControlServer::port() const {
    return parts_->server.port();
}

void ControlServer::beat() {
    parts_->server.beat();
}

std::size_t ControlServer::handling() const {
    return parts_->desk.handling();
}

std::size_t ControlServer::connections() const {
    return parts_->server.connections();
}

Task<void> ControlServer::close() {
    parts_->desk.close();
    co_await parts_->server.close();
}

}  // namespace unrip::runtime

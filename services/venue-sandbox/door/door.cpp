#include "door/door.hpp"

#include "net/sleep.hpp"

#include <algorithm>

namespace unrip::sandbox {
namespace {

constexpr std::chrono::seconds kSweep{1};
constexpr std::size_t kBodyMax = 4U << 20U;

net::ServedAnswer plain(int status, std::string body) {
    net::ServedAnswer answer;
    answer.status = status;
    answer.body = std::move(body);
    return answer;
}

net::HttpServerLimits limits(std::size_t connections_max) {
    net::HttpServerLimits limits;
    limits.connections = connections_max;
    limits.body_bytes = kBodyMax;
    return limits;
}

}  // namespace

Door::Door(
    const boost::asio::any_io_executor& executor,
    const Clock& clock,
    Faults& faults,
    std::size_t connections_max
)
    : clock_{clock},
      faults_{faults},
      server_{executor, clock, handlers(), limits(connections_max)} {}

void Door::add(std::string place, Place who) {
    places_.insert_or_assign(std::move(place), std::move(who));
}

Result<void> Door::open(const std::string& address, std::uint16_t port) {
    return server_.open(address, port);
}

Door::Visit Door::visit(std::string_view target) const {
    Visit visit;
    if (!target.empty()) target.remove_prefix(1);
    const auto end = std::min(target.find_first_of("/?"), target.size());
    visit.place = target.substr(0, end);
    visit.rest = target.substr(end);
    if (!visit.rest.starts_with('/')) visit.rest.insert(0, 1, '/');
    const auto found = places_.find(visit.place);
    if (found != places_.end()) visit.who = &found->second;
    return visit;
}

net::HttpServerHandlers Door::handlers() {
    net::HttpServerHandlers handlers;
    handlers.on_request = [this](net::ServedRequest request) { return answer(std::move(request)); };
    handlers.refuse_socket = [this](const net::ServedRequest& request) { return refuse(request); };
    handlers.on_socket = [this](
                             std::shared_ptr<net::ServerSocket> socket, net::ServedRequest request
                         ) { return converse(std::move(socket), std::move(request)); };
    return handlers;
}

/// What a fault makes of a request or handshake before anybody there hears of it.
std::optional<net::ServedAnswer> Door::spoilt_request(std::string_view place) {
    if (faults_.none()) return std::nullopt;
    const auto now = clock_.now();
    const bool lost = faults_.hits(Fault::Kind::cut, place, now) != nullptr ||
                      faults_.hits(Fault::Kind::lose_asked, place, now) != nullptr;
    if (lost) {
        net::ServedAnswer answer;
        answer.raw.emplace();
        return answer;
    }
    const auto* const refusal = faults_.hits(Fault::Kind::refuse, place, now);
    if (refusal == nullptr) return std::nullopt;
    auto answer = plain(refusal->status, R"({"error":"the sandbox was told to refuse"})");
    if (refusal->status == 429) answer.headers.emplace_back("Retry-After", "1");
    return answer;
}

Task<net::ServedAnswer> Door::answer(net::ServedRequest request) {
    auto [place, rest, who] = visit(request.target);
    if (who == nullptr || !who->answer) co_return plain(404, R"({"error":"nobody lives here"})");
    if (auto spoilt = spoilt_request(place)) co_return std::move(*spoilt);
    auto said = co_await who->answer(std::move(request), std::move(rest));
    if (faults_.none()) co_return said;

    const auto now = clock_.now();
    if (const auto* const slow = faults_.hits(Fault::Kind::delay, place, now)) {
        const Nanoseconds pause = slow->delay;
        co_await net::sleep_for(pause);
    }
    const bool lost = faults_.hits(Fault::Kind::lose, place, now) != nullptr ||
                      faults_.hits(Fault::Kind::half_open, place, now) != nullptr;
    if (lost) said.raw.emplace();
    if (faults_.hits(Fault::Kind::garbage, place, now) != nullptr) said.body = "\x7f<html>{{]";
    if (faults_.hits(Fault::Kind::wrong_shape, place, now) != nullptr) {
        said.body = R"({"jsonrpc":"2.0","id":[],"result":{"result":"?","unexpected":[1,2]}})";
    }
    co_return said;
}

std::optional<net::ServedAnswer> Door::refuse(const net::ServedRequest& request) {
    const auto [place, rest, who] = visit(request.target);
    if (who == nullptr || !who->converse) return plain(404, R"({"error":"no sockets here"})");
    if (auto spoilt = spoilt_request(place)) return spoilt;
    return who->refuse ? who->refuse(request, rest) : std::nullopt;
}

Task<void> Door::converse(std::shared_ptr<net::ServerSocket> socket, net::ServedRequest request) {
    auto [place, rest, who] = visit(request.target);
    auto spoilt = std::make_shared<SpoiltSocket>(std::move(socket), place, faults_, clock_);
    const auto here = sockets_.insert(sockets_.end(), spoilt);
    struct Leaving {
        std::list<std::shared_ptr<SpoiltSocket>>& sockets;
        std::list<std::shared_ptr<SpoiltSocket>>::iterator here;
        ~Leaving() { sockets.erase(here); }
    };
    const Leaving leaving{sockets_, here};
    co_await who->converse(std::move(spoilt), std::move(request), std::move(rest));
}

void Door::beat(Instant now) {
    faults_.expire(now);
    const auto sockets = sockets_;  // Whoever is dropped leaves the list.
    for (const auto& socket : sockets)
        socket->beat(now);
    if (now - swept_ < kSweep) return;
    swept_ = now;
    server_.beat();
}

std::size_t Door::cut(std::string_view place) {
    std::size_t ended = 0;
    const auto sockets = sockets_;
    for (const auto& socket : sockets) {
        if (!place.empty() && socket->place() != place) continue;
        socket->drop();
        ++ended;
    }
    return ended;
}

}  // namespace unrip::sandbox

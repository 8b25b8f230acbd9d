#include "support/link_pipe.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace unrip::test {
namespace {

/// Beyond, the sender waits: as a real cable makes it.
constexpr std::size_t kRoom = 1'000'000;

bool has_to_wait() {
    return errno == EAGAIN || errno == EINTR || errno == ENOTCONN;
}

/// A reset, as of a cable that was torn out: the peer is told at once.
void tear(int socket) {
    const linger none{1, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    ::close(socket);
}

}  // namespace

Pipe::Pipe(int here, int there) : up_{here, there, {}}, down_{there, here, {}} {}

Pipe::~Pipe() {
    const bool is_done = is_over() && !up_.is_broken && !down_.is_broken;
    for (const int socket : {up_.from, up_.to})
        is_done ? static_cast<void>(::close(socket)) : tear(socket);
}

bool Pipe::Flow::has_room() const {
    return !has_ended && !is_broken && size < kRoom;
}

bool Pipe::Flow::is_due(Clock::time_point now) const {
    return !is_broken && !under_way.empty() && under_way.front().due <= now;
}

void Pipe::Flow::read(Clock::time_point now, std::chrono::milliseconds delay) {
    while (has_room()) {
        std::array<char, 16'384> part{};
        const auto count = ::recv(from, part.data(), part.size(), 0);
        if (count < 0 && has_to_wait()) return;
        if (count < 0) is_broken = true;
        if (count == 0) has_ended = true;
        if (count <= 0) return;
        // A delay that became shorter does not let later words overtake earlier ones.
        const auto behind = under_way.empty() ? now : under_way.back().due;
        const auto bytes = static_cast<std::size_t>(count);
        under_way.push_back({std::max(now + delay, behind), std::string(part.data(), bytes)});
        size += bytes;
    }
}

void Pipe::Flow::write(Clock::time_point now) {
    while (is_due(now)) {
        auto& piece = under_way.front();
        const auto count = ::send(to, piece.bytes.data(), piece.bytes.size(), MSG_NOSIGNAL);
        if (count < 0 && has_to_wait()) return;
        if (count < 0) is_broken = true;
        if (count < 0) return;
        const auto bytes = static_cast<std::size_t>(count);
        size -= bytes;
        piece.bytes.erase(0, bytes);
        if (piece.bytes.empty()) under_way.pop_front();
    }
}

void Pipe::want(Clock::time_point now, std::vector<pollfd>& ears, int& patience_ms) const {
    for (const auto* flow : {&up_, &down_}) {
        if (flow->has_room()) ears.push_back({flow->from, POLLIN, 0});
        if (flow->is_due(now)) ears.push_back({flow->to, POLLOUT, 0});
        if (flow->under_way.empty() || flow->is_due(now)) continue;
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(flow->under_way.front().due - now);
        const auto ms = static_cast<int>(left.count());
        patience_ms = patience_ms < 0 ? ms : std::min(patience_ms, ms);
    }
}

void Pipe::move(Clock::time_point now, std::chrono::milliseconds delay) {
    for (auto* flow : {&up_, &down_}) {
        flow->read(now, delay);
        flow->write(now);
    }
}

bool Pipe::is_over() const {
    const auto is_over = [](const Flow& flow) {
        return flow.is_broken || (flow.has_ended && flow.under_way.empty());
    };
    return is_over(up_) || is_over(down_);
}

}  // namespace unrip::test

#include "bus/dial.hpp"

#include "bus/link_options.hpp"
#include "bus/nats_failure.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

namespace unrip::bus {
namespace {

/// The library gives its socket to an event loop as soon as the server has let us in. This "loop"
/// keeps a copy of the handle and watches nothing: the library never reads or writes again.
struct Catch {
    natsSock original = -1;
    int copy = -1;
};

natsStatus attach(void** user_data, void* loop, natsConnection* /*native*/, natsSock socket) {
    auto& caught = *static_cast<Catch*>(loop);
    caught.original = socket;
    caught.copy = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
    *user_data = loop;
    return caught.copy >= 0 ? NATS_OK : NATS_SYS_ERROR;
}

natsStatus watch_nothing(void* /*user_data*/, bool /*add*/) {
    return NATS_OK;
}

natsStatus detach([[maybe_unused]] void* user_data) {
#if NATS_VERSION_NUMBER >= 0x030A00
    // Since then the event loop is the one to close the library's own handle.
    natsConnection_ProcessCloseEvent(&static_cast<Catch*>(user_data)->original);
#endif
    return NATS_OK;
}

using OwnedConnection = std::unique_ptr<natsConnection, decltype(&natsConnection_Destroy)>;

std::string url_of(natsConnection* native) {
    std::array<char, 512> buffer{};
    const auto status = natsConnection_GetConnectedUrl(native, buffer.data(), buffer.size());
    return status == NATS_OK ? without_credentials(buffer.data()) : std::string{};
}

/// The library lets go of unsent bytes when it closes; what we said last shall arrive.
void let_linger(int handle) {
    const linger usual{};
    static_cast<void>(::setsockopt(handle, SOL_SOCKET, SO_LINGER, &usual, sizeof(usual)));
}

}  // namespace

Line::Line(Line&& other) noexcept
    : url{std::move(other.url)}, payload_max{other.payload_max}, handle_{other.take()} {}

Line::~Line() {
    if (handle_ >= 0) ::close(handle_);
}

int Line::take() {
    return std::exchange(handle_, -1);
}

Result<Line> dial(const Settings& settings) {
    const auto options = link_options(settings);
    if (!options) return options.failure();
    auto* const opts = options->get();
    Catch caught;
    natsOptions_SetEventLoop(opts, &caught, &attach, &watch_nothing, &watch_nothing, &detach);
    natsOptions_SetPingInterval(opts, 0);  // Whoever has the socket asks for signs of life.
    natsConnection* made = nullptr;
    const auto status = natsConnection_Connect(&made, opts);
    const OwnedConnection native{made, &natsConnection_Destroy};
    Line line{caught.copy};
    if (status != NATS_OK) return nats_failure(status, without_credentials(settings.urls.front()));
    let_linger(caught.copy);
    line.url = url_of(made);
    line.payload_max = static_cast<std::size_t>(natsConnection_GetMaxPayload(made));
    return line;
}

}  // namespace unrip::bus

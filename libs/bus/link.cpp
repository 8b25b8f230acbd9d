#include "bus/link.hpp"

#include "bus/link_options.hpp"
#include "bus/nats_failure.hpp"

#include <array>
#include <atomic>
#include <utility>

namespace unrip::bus {

/// What the client's callbacks may touch. They get a shared_ptr of their own to it, which the last
/// callback of all, the one on closing, deletes.
struct Link::Watch {
    enum class State { not_known, up, down };

    std::shared_ptr<Gate> gate;
    Tell tell;
    std::atomic<State> state{State::not_known};
    std::atomic<bool> has_closed{false};

    void say(LinkNews::Kind kind, std::string text) {
        gate->post([tell_it = tell, news = LinkNews{kind, std::move(text)}] { tell_it(news); });
    }

    static std::shared_ptr<Watch>& of(void* closure) {
        return *static_cast<std::shared_ptr<Watch>*>(closure);
    }
    static void on_up(natsConnection* /*native*/, void* closure) {
        auto& watch = *of(closure);
        watch.state = State::up;
        watch.say(LinkNews::Kind::up, {});
    }
    static void on_down(natsConnection* /*native*/, void* closure) {
        auto& watch = *of(closure);
        watch.state = State::down;
        watch.say(LinkNews::Kind::down, "the connection broke");
    }
    static void on_closed(natsConnection* native, void* closure);
    static void on_error(
        natsConnection* native, natsSubscription* subscription, natsStatus status, void* closure
    );
};

void Link::Watch::on_closed(natsConnection* native, void* closure) {
    const std::unique_ptr<std::shared_ptr<Watch>> own{&of(closure)};
    auto& watch = **own;
    watch.state = State::down;
    const char* text = nullptr;
    const auto status = natsConnection_GetLastError(native, &text);
    const bool has_text = text != nullptr && *text != '\0';
    watch.say(LinkNews::Kind::closed, has_text ? text : natsStatus_GetText(status));
    watch.has_closed = true;
    watch.has_closed.notify_all();
}

void Link::Watch::on_error(
    natsConnection* /*native*/, natsSubscription* /*subscription*/, natsStatus status, void* closure
) {
    auto kind = LinkNews::Kind::trouble;
    if (status == NATS_NOT_PERMITTED) kind = LinkNews::Kind::not_permitted;
    if (status == NATS_SLOW_CONSUMER) kind = LinkNews::Kind::messages_dropped;
    // The client puts the server's words where the last error of this thread is kept.
    of(closure)->say(kind, nats_words(status));
}

Link::Link(natsConnection* native, std::shared_ptr<Watch> watch)
    : native_{native}, watch_{std::move(watch)} {}

Link::~Link() {
    natsConnection_Destroy(native_);
    watch_->has_closed.wait(false);
}

Result<std::unique_ptr<Link>> Link::open(
    const Settings& settings, std::shared_ptr<Gate> gate, Tell tell
) {
    const auto options = link_options(settings);
    if (!options) return options.failure();
    auto watch = std::make_shared<Watch>();
    watch->gate = std::move(gate);
    watch->tell = std::move(tell);
    auto closure = std::make_unique<std::shared_ptr<Watch>>(watch);
    auto* const opts = options->get();
    natsOptions_SetDisconnectedCB(opts, &Watch::on_down, closure.get());
    natsOptions_SetReconnectedCB(opts, &Watch::on_up, closure.get());
    natsOptions_SetClosedCB(opts, &Watch::on_closed, closure.get());
    natsOptions_SetErrorHandler(opts, &Watch::on_error, closure.get());

    natsConnection* native = nullptr;
    const auto status = natsConnection_Connect(&native, opts);
    if (status != NATS_OK) return nats_failure(status, without_credentials(settings.urls.front()));
    static_cast<void>(closure.release());
    // A callback may have known better in the meantime.
    auto expected = Watch::State::not_known;
    if (watch->state.compare_exchange_strong(expected, Watch::State::up)) {
        watch->say(LinkNews::Kind::up, {});
    }
    return std::unique_ptr<Link>{new Link{native, std::move(watch)}};
}

bool Link::is_up() const {
    return watch_->state == Watch::State::up;
}

std::string Link::url() const {
    std::array<char, 512> buffer{};
    const auto status = natsConnection_GetConnectedUrl(native_, buffer.data(), buffer.size());
    return status == NATS_OK ? without_credentials(buffer.data()) : std::string{};
}

}  // namespace unrip::bus

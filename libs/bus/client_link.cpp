#include "bus/client_link.hpp"

#include "bus/client_subscription.hpp"
#include "bus/link_options.hpp"
#include "bus/nats_failure.hpp"

#include <array>
#include <atomic>
#include <string>
#include <utility>

namespace unrip::bus {
namespace {

using OwnedMessage = std::unique_ptr<natsMsg, decltype(&natsMsg_Destroy)>;

natsStatus send_with_headers(natsConnection* native, const Outgoing& out, const char* reply_to) {
    natsMsg* made = nullptr;
    const auto size = static_cast<int>(out.body.size());
    auto status = natsMsg_Create(&made, out.subject.c_str(), reply_to, out.body.data(), size);
    const OwnedMessage message{made, &natsMsg_Destroy};
    for (const auto& [key, value] : out.headers) {
        if (status == NATS_OK) status = natsMsgHeader_Set(made, key.c_str(), value.c_str());
    }
    return status == NATS_OK ? natsConnection_PublishMsg(native, made) : status;
}

natsStatus send_plain(natsConnection* native, const Outgoing& out, const char* reply_to) {
    const auto* subject = out.subject.c_str();
    const auto size = static_cast<int>(out.body.size());
    if (reply_to == nullptr) return natsConnection_Publish(native, subject, out.body.data(), size);
    return natsConnection_PublishRequest(native, subject, reply_to, out.body.data(), size);
}

}  // namespace

/// What the client's callbacks may touch. They get a shared_ptr of their own to it, which the last
/// callback of all, the one on closing, deletes.
struct ClientLink::Watch {
    std::shared_ptr<Gate> gate;
    Tell tell;
    std::atomic<bool> has_closed{false};

    void say(LinkNews::Kind kind, std::string text) {
        gate->post([tell_it = tell, news = LinkNews{kind, std::move(text)}] { tell_it(news); });
    }

    static std::shared_ptr<Watch>& of(void* closure) {
        return *static_cast<std::shared_ptr<Watch>*>(closure);
    }
    static void on_closed(natsConnection* native, void* closure);
    static void on_error(
        natsConnection* native, natsSubscription* subscription, natsStatus status, void* closure
    );
};

void ClientLink::Watch::on_closed(natsConnection* native, void* closure) {
    const std::unique_ptr<std::shared_ptr<Watch>> own{&of(closure)};
    auto& watch = **own;
    const char* text = nullptr;
    const auto status = natsConnection_GetLastError(native, &text);
    const bool has_text = text != nullptr && *text != '\0';
    watch.say(LinkNews::Kind::closed, has_text ? text : natsStatus_GetText(status));
    watch.has_closed = true;
    watch.has_closed.notify_all();
}

void ClientLink::Watch::on_error(
    natsConnection* /*native*/, natsSubscription* /*subscription*/, natsStatus status, void* closure
) {
    auto kind = LinkNews::Kind::trouble;
    if (status == NATS_NOT_PERMITTED) kind = LinkNews::Kind::not_permitted;
    if (status == NATS_SLOW_CONSUMER) kind = LinkNews::Kind::messages_dropped;
    // The client puts the server's words where the last error of this thread is kept.
    of(closure)->say(kind, nats_words(status));
}

ClientLink::ClientLink(natsConnection* native, std::shared_ptr<Watch> watch)
    : native_{native}, watch_{std::move(watch)} {}

ClientLink::~ClientLink() {
    natsConnection_Destroy(native_);
    watch_->has_closed.wait(false);
}

Result<std::shared_ptr<Link>> ClientLink::open(
    const Settings& settings, std::shared_ptr<Gate> gate, Tell tell
) {
    const auto options = link_options(settings);
    if (!options) return options.failure();
    auto watch = std::make_shared<Watch>();
    watch->gate = std::move(gate);
    watch->tell = std::move(tell);
    auto closure = std::make_unique<std::shared_ptr<Watch>>(watch);
    auto* const opts = options->get();
    natsOptions_SetClosedCB(opts, &Watch::on_closed, closure.get());
    natsOptions_SetErrorHandler(opts, &Watch::on_error, closure.get());

    natsConnection* native = nullptr;
    const auto status = natsConnection_Connect(&native, opts);
    if (status != NATS_OK) return nats_failure(status, without_credentials(settings.urls.front()));
    static_cast<void>(closure.release());
    return std::shared_ptr<Link>{new ClientLink{native, std::move(watch)}};
}

bool ClientLink::is_up() const {
    return !watch_->has_closed;
}

std::string ClientLink::url() const {
    std::array<char, 512> buffer{};
    const auto status = natsConnection_GetConnectedUrl(native_, buffer.data(), buffer.size());
    return status == NATS_OK ? without_credentials(buffer.data()) : std::string{};
}

Result<void> ClientLink::send(const Outgoing& outgoing, std::string_view reply_to) {
    if (!is_up()) return fail(Error::Kind::unavailable, "nats: not connected");
    const std::string reply{reply_to};
    const auto* asks = reply.empty() ? nullptr : reply.c_str();
    const auto sent = outgoing.headers.empty() ? send_plain(native_, outgoing, asks)
                                               : send_with_headers(native_, outgoing, asks);
    if (sent != NATS_OK) return nats_failure(sent, outgoing.subject);
    return {};
}

Result<std::unique_ptr<Listening>> ClientLink::listen(
    const std::string& subject, const std::shared_ptr<Mailbox>& mailbox
) {
    auto subscription = ClientSubscription::open(native_, subject, mailbox);
    if (!subscription) return subscription.failure();
    return std::unique_ptr<Listening>{std::move(*subscription)};
}

Result<void> ClientLink::drain(Milliseconds limit) {
    const auto status = natsConnection_DrainTimeout(native_, limit.count());
    if (status != NATS_OK) return nats_failure(status, "nats: drain");
    return {};
}

}  // namespace unrip::bus

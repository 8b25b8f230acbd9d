#include "bus/subscription.hpp"

#include "bus/subscription_state.hpp"

#include <charconv>
#include <string_view>
#include <utility>

namespace unrip::bus {
namespace {

using OwnedMessage = std::unique_ptr<natsMsg, decltype(&natsMsg_Destroy)>;

std::string header(natsMsg* message, const char* key) {
    const char* value = nullptr;
    const bool has_it = natsMsgHeader_Get(message, key, &value) == NATS_OK && value != nullptr;
    return has_it ? std::string{value} : std::string{};
}

/// Only the server writes a status, and only into a message without a body.
void read_status(natsMsg* message, Incoming& incoming) {
    const auto status = header(message, "Status");
    if (status.empty()) return;
    std::from_chars(status.data(), status.data() + status.size(), incoming.status);
    incoming.body = header(message, "Description");
}

std::string text_of(const char* text) {
    return text == nullptr ? std::string{} : std::string{text};
}

Incoming copy_of(natsMsg* message) {
    Incoming incoming;
    incoming.subject = text_of(natsMsg_GetSubject(message));
    incoming.reply = text_of(natsMsg_GetReply(message));
    const auto size = static_cast<std::size_t>(natsMsg_GetDataLength(message));
    incoming.body = std::string{natsMsg_GetData(message), size};
    incoming.message_id = header(message, "Nats-Msg-Id");
    if (incoming.body.empty()) read_status(message, incoming);
    return incoming;
}

std::shared_ptr<Mailbox>& mailbox_of(void* closure) {
    return *static_cast<std::shared_ptr<Mailbox>*>(closure);
}

void on_message(
    natsConnection* /*native*/, natsSubscription* /*native*/, natsMsg* message, void* closure
) {
    const OwnedMessage own{message, &natsMsg_Destroy};
    mailbox_of(closure)->put(copy_of(message));
}

/// The last callback of a subscription.
void on_complete(void* closure) {
    const std::unique_ptr<std::shared_ptr<Mailbox>> own{&mailbox_of(closure)};
}

}  // namespace

Subscription::State::State(std::string what, std::shared_ptr<Mailbox> box)
    : subject{std::move(what)}, mailbox{std::move(box)} {}

Subscription::State::~State() {
    detach();
}

natsStatus Subscription::State::attach(natsConnection* native) {
    auto closure = std::make_unique<std::shared_ptr<Mailbox>>(mailbox);
    natsSubscription* made = nullptr;
    const auto* name = subject.c_str();
    const auto status = natsConnection_Subscribe(&made, native, name, &on_message, closure.get());
    if (status != NATS_OK) return status;
    native_ = made;
    // Fails only when the connection closed this very moment. A callback may then still be running,
    // and nobody will say when it has ended: the few bytes are left to it.
    const auto watched = natsSubscription_SetOnCompleteCB(made, &on_complete, closure.get());
    static_cast<void>(closure.release());
    return watched == NATS_OK ? NATS_OK : NATS_CONNECTION_CLOSED;
}

void Subscription::State::detach() {
    natsSubscription_Destroy(std::exchange(native_, nullptr));
}

Subscription::Subscription(std::shared_ptr<State> state) : state_{std::move(state)} {}
Subscription::Subscription(Subscription&& other) noexcept = default;

Subscription& Subscription::operator=(Subscription&& other) noexcept {
    if (this != &other) {
        end();
        state_ = std::move(other.state_);
    }
    return *this;
}

Subscription::~Subscription() {
    end();
}

void Subscription::end() {
    if (!state_) return;
    const auto state = std::move(state_);
    state->is_wanted = false;
    state->mailbox->close();
    state->on_end();
}

InflowStats Subscription::stats() const {
    return state_ ? state_->mailbox->stats() : InflowStats{};
}

}  // namespace unrip::bus

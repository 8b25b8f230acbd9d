#include "bus/client_subscription.hpp"

#include "bus/nats_failure.hpp"

#include <charconv>
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

Result<std::unique_ptr<ClientSubscription>> ClientSubscription::open(
    natsConnection* native, const std::string& subject, const std::shared_ptr<Mailbox>& mailbox
) {
    auto closure = std::make_unique<std::shared_ptr<Mailbox>>(mailbox);
    natsSubscription* made = nullptr;
    const auto* name = subject.c_str();
    const auto status = natsConnection_Subscribe(&made, native, name, &on_message, closure.get());
    if (status != NATS_OK) return nats_failure(status, subject);
    std::unique_ptr<ClientSubscription> subscription{new ClientSubscription{made}};
    // Fails only when the connection closed this very moment. A callback may then still be running,
    // and nobody will say when it has ended: the few bytes are left to it.
    const auto watched = natsSubscription_SetOnCompleteCB(made, &on_complete, closure.get());
    static_cast<void>(closure.release());
    if (watched != NATS_OK) return nats_failure(NATS_CONNECTION_CLOSED, subject);
    return subscription;
}

ClientSubscription::~ClientSubscription() {
    natsSubscription_Destroy(native_);
}

}  // namespace unrip::bus

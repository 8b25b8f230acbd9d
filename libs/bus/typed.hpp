#pragma once

#include "bus/connection.hpp"
#include "bus/tracked_publisher.hpp"
#include "messages/envelope.hpp"

#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// The bus as services use it: a message type knows its subject, so nobody can name the wrong one.

namespace unrip::bus {

template <class Body>
concept Message = requires {
    { Body::kSubject } -> std::convertible_to<std::string_view>;
};

/// What could not be read, for ops.dead_letter.
using Unreadable = std::function<void(const Incoming&, const Error&)>;

template <Message Body>
using MessageHandler = std::function<void(messages::Envelope<Body>, const Incoming&)>;

/// Without an acknowledgement, for what is worthless when late. A stream that takes the subject
/// records it all the same, and once.
template <Message Body>
Result<void> publish(Connection& connection, const messages::Envelope<Body>& envelope) {
    Outgoing outgoing;
    outgoing.subject = std::string{Body::kSubject};
    outgoing.body = messages::encode(envelope);
    outgoing.headers.emplace_back("Nats-Msg-Id", envelope.id.text());
    return connection.publish(outgoing);
}

template <Message Body>
Publication publication_of(
    const messages::Envelope<Body>& envelope,
    std::optional<Instant> expires_at = std::nullopt,
    Urgency urgency = Urgency::at_once
) {
    Publication publication;
    publication.subject = std::string{Body::kSubject};
    publication.id = envelope.id;
    publication.body = messages::encode(envelope);
    publication.expires_at = expires_at;
    publication.urgency = urgency;
    return publication;
}

/// Until its stream has acknowledged it; see TrackedPublisher::publish.
template <Message Body>
Result<void> publish(
    TrackedPublisher& publisher,
    const messages::Envelope<Body>& envelope,
    std::optional<Instant> expires_at = std::nullopt,
    Urgency urgency = Urgency::at_once
) {
    return publisher.publish(publication_of(envelope, expires_at, urgency));
}

/// The same, for a record that nobody acts on soon; see Urgency.
template <Message Body>
Result<void> publish_at_leisure(
    TrackedPublisher& publisher, const messages::Envelope<Body>& envelope
) {
    return publish(publisher, envelope, std::nullopt, Urgency::at_leisure);
}

/// Listens on a subject of its own, for requests that end in an instance's name.
template <Message Body>
Subscription subscribe(
    Connection& connection,
    std::string subject,
    Inflow inflow,
    MessageHandler<Body> handler,
    Unreadable unreadable
) {
    auto read = [handler = std::move(handler),
                 unreadable = std::move(unreadable)](const Incoming& incoming) {
        auto envelope = messages::decode<Body>(incoming.body);
        if (envelope) {
            handler(std::move(*envelope), incoming);
        } else {
            unreadable(incoming, envelope.error());
        }
    };
    return connection.subscribe(std::move(subject), inflow, std::move(read));
}

template <Message Body>
Subscription subscribe(
    Connection& connection, Inflow inflow, MessageHandler<Body> handler, Unreadable unreadable
) {
    auto subject = std::string{Body::kSubject};
    return subscribe<Body>(
        connection, std::move(subject), inflow, std::move(handler), std::move(unreadable)
    );
}

/// Answers what a subscription heard.
template <Message Body>
Result<void> reply(
    Connection& connection,
    const Incoming& asked,
    const messages::Envelope<Body>& envelope,
    Urgency urgency = Urgency::at_once
) {
    return connection.reply(asked, messages::encode(envelope), urgency);
}

/// Asks and waits for the answer; see Connection::request. Malformed: an answer that can't be read,
/// which says nothing about what the other side did.
template <Message Answer, Message Body>
Task<Result<messages::Envelope<Answer>>> request(
    Connection& connection,
    std::string subject,
    messages::Envelope<Body> envelope,
    Milliseconds limit
) {
    auto body = messages::encode(envelope);
    const auto text = co_await connection.request(std::move(subject), std::move(body), limit);
    if (!text) co_return text.failure();
    co_return messages::decode<Answer>(*text);
}

}  // namespace unrip::bus

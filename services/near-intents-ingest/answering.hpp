#pragma once

#include "answered.hpp"
#include "bus/connection.hpp"
#include "messages/envelope.hpp"
#include "messages/quote_response.hpp"
#include "observe.hpp"
#include "venue/relay/relay_client.hpp"

#include <optional>
#include <string>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::near_intents_ingest {

/// Sends the executor's signed answers on the socket that was asked, each once, and hands back what
/// the relay says to them.
class Answering {
  public:
    /// Borrows all of them.
    Answering(
        runtime::Service& service, bus::Connection& bus, venue::RelayClient& relay, Observe& observe
    );

  private:
    using Request = messages::Envelope<messages::QuoteResponse>;

    void on_request(Request request, const bus::Incoming& asked);
    /// Why it must not go out at all, by our state alone.
    std::optional<messages::QuoteResponseReply> refusal(const messages::QuoteResponse& response
    ) const;
    void send(const Request& request);
    void settle(const Request& request, const messages::QuoteResponseReply& verdict);
    void reply(
        const Request& request,
        const MessageId& cause,
        const bus::Incoming& asked,
        const messages::QuoteResponseReply& body
    );

    runtime::Service& service_;
    bus::Connection& bus_;
    venue::RelayClient& relay_;
    Observe& observe_;
    Answered answered_;
    bus::Subscription requests_;
};

}  // namespace unrip::near_intents_ingest

#include "answering.hpp"

#include "answer.hpp"
#include "bus/typed.hpp"
#include "messages/catalog.hpp"
#include "runtime/arming.hpp"
#include "runtime/service.hpp"

namespace unrip::near_intents_ingest {
namespace {

using messages::QuoteResponse;
using messages::QuoteResponseReply;
using messages::RelayRejection;

constexpr std::size_t kRemembered = 8'192;
constexpr bus::Inflow kInflow{4'096, net::Overflow::refuse_newest};

}  // namespace

Answering::Answering(
    runtime::Service& service, bus::Connection& bus, venue::RelayClient& relay, Observe& observe
)
    : service_{service},
      bus_{bus},
      relay_{relay},
      observe_{observe},
      answered_{kRemembered},
      requests_{bus::subscribe<QuoteResponse>(
          bus,
          messages::quote_response_subject(service.instance()),
          kInflow,
          [this](Request request, const bus::Incoming& asked) {
              on_request(std::move(request), asked);
          },
          [this](const bus::Incoming&, const Error& error) { observe_.answer_unreadable(error); }
      )} {}

void Answering::on_request(Request request, const bus::Incoming& asked) {
    const auto& response = request.body;
    // What is refused by our own state was not sent: asked again, it may be.
    if (const auto refused = refusal(response)) {
        observe_.answer_settled(*refused);
        return reply(request, request.id, asked, *refused);
    }
    switch (answered_.take(response.quote_hash, {asked, request.id})) {
        case Answered::Turn::send:
            break;
        case Answered::Turn::wait:
            return observe_.answer_repeated();
        case Answered::Turn::repeat:
            observe_.answer_repeated();
            return reply(request, request.id, asked, answered_.verdict(response.quote_hash));
        case Answered::Turn::full: {
            const auto full = not_sent(
                response, RelayRejection::relay_error, "too many answers are under way already"
            );
            observe_.answer_settled(full);
            return reply(request, request.id, asked, full);
        }
    }

    send(request);
}

std::optional<QuoteResponseReply> Answering::refusal(const QuoteResponse& response) const {
    if (!service_.arming().armed()) {
        return not_sent(
            response, RelayRejection::ingest_absent, "near-intents-ingest is disarmed: POST /arm"
        );
    }
    const auto now = service_.clock().now();
    if (now > from_unix_ms(response.send_by_ms)) {
        const auto late = to_unix_ms(now) - response.send_by_ms;
        return not_sent(
            response,
            RelayRejection::send_by_passed,
            "asked " + std::to_string(late) + " ms after its send_by"
        );
    }
    const auto connection = connection_of(service_.instance(), response.connection_id);
    const auto current = relay_.state().connection;
    if (!connection || *connection != current) {
        return not_sent(
            response,
            RelayRejection::connection_gone,
            "asked on " + response.connection_id + "; " +
                (current == 0 ? "there is none now" : "now it is " + std::to_string(current))
        );
    }
    return std::nullopt;
}

/// A relay that is gone tells us so; one that says nothing leaves it unknown after a while.
void Answering::send(const Request& request) {
    const auto& response = request.body;
    const auto connection = connection_of(service_.instance(), response.connection_id).value_or(0);
    const auto params = relay_params_of(response);
    if (!params) {
        return settle(
            request, not_sent(response, RelayRejection::relay_error, params.error().detail)
        );
    }
    const auto sent_ns = to_unix_ns(service_.clock().now());
    const auto on_answer = [this, request, sent_ns](const Result<venue::RelayAnswer>& answer) {
        auto verdict = verdict_of(request.body, answer);
        verdict.sent_ns = sent_ns;
        if (answer) verdict.answered_ns = to_unix_ns(service_.clock().now());
        settle(request, std::move(verdict));
    };
    if (const auto sent = relay_.send_answer(connection, *params, on_answer); !sent) {
        const auto why = relay_.state().connection == connection ? RelayRejection::relay_error
                                                                 : RelayRejection::connection_gone;
        settle(request, not_sent(response, why, sent.error().detail));
    }
}

void Answering::settle(const Request& request, const QuoteResponseReply& verdict) {
    observe_.answer_settled(verdict);
    const auto waiting = answered_.settle(request.body.quote_hash, verdict);
    for (const auto& [asked, id] : waiting)
        reply(request, id, asked, verdict);
}

void Answering::reply(
    const Request& request,
    const MessageId& cause,
    const bus::Incoming& asked,
    const QuoteResponseReply& body
) {
    messages::Envelope<QuoteResponseReply> envelope;
    envelope.id = MessageId{cause.text() + "-reply"};
    envelope.cause = cause;
    envelope.source = "near-intents-ingest/" + service_.instance();
    envelope.pair = request.pair;
    envelope.trace = request.trace;
    envelope.sent_at_ms = to_unix_ms(service_.clock().now());
    envelope.body = body;
    // The auction is over for us: of what was accepted only the record is left to be made.
    const bool is_routine = body.verdict == messages::ResponseVerdict::accepted;
    const auto urgency = is_routine ? bus::Urgency::at_leisure : bus::Urgency::at_once;
    if (const auto told = bus::reply(bus_, asked, envelope, urgency); !told) {
        observe_.answer_not_told(told.error());
    }
}

}  // namespace unrip::near_intents_ingest

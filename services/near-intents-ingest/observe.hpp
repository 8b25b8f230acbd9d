#pragma once

#include "core/result.hpp"
#include "messages/quote_response.hpp"
#include "runtime/health.hpp"
#include "runtime/log.hpp"
#include "runtime/metrics.hpp"
#include "sift.hpp"
#include "venue/relay/relay_frame.hpp"

#include <cstdint>
#include <string>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::venue {
class RelayClient;
}  // namespace unrip::venue

namespace unrip::near_intents_ingest {

/// What hearing shows to the outside: the relay's connection in /state, a health check by the age
/// of its frames, counts by outcome and the time from socket to bus.
class Observe {
  public:
    /// Borrows both. `has_api_key`: the relay is shown one.
    Observe(runtime::Service& service, const venue::RelayClient& relay, bool has_api_key);

    void connection_changed();
    void quote_heard();
    /// A request that goes no further.
    void sifted(Sifted why);
    /// A frame that could not be used.
    void ignored(venue::FrameProblem problem);
    void quote_published(const Result<void>& published, Tick received);
    void status_heard();
    void status_published(const Result<void>& taken);
    void status_put_off();
    void status_not_recorded(const Error& error);
    void not_acknowledged(const Error& error);

    /// An answer of the executor has its verdict, or was not sent.
    void answer_settled(const messages::QuoteResponseReply& reply);
    /// The same answer was asked for again.
    void answer_repeated();
    void answer_unreadable(const Error& error);
    /// Whoever asked could not be told.
    void answer_not_told(const Error& error);

  private:
    runtime::Finding look() const;
    std::string detail() const;

    runtime::Service& service_;
    const venue::RelayClient& relay_;
    bool has_api_key_;
    runtime::Floodgate complaints_;
    runtime::Counter quotes_heard_;
    runtime::Counter statuses_heard_;
    runtime::Family<runtime::Counter> sifted_;
    runtime::Family<runtime::Counter> ignored_;
    runtime::Family<runtime::Counter> published_;
    runtime::Histogram socket_to_bus_;
    runtime::Family<runtime::Counter> answers_;
    runtime::Histogram verdict_after_;
    std::uint64_t last_connection_ = 0;
};

}  // namespace unrip::near_intents_ingest

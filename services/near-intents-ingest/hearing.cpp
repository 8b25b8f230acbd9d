#include "hearing.hpp"

#include "runtime/arming.hpp"
#include "runtime/env.hpp"
#include "runtime/service.hpp"

namespace unrip::near_intents_ingest {

Hearing::Hearing(
    runtime::Service& service,
    bus::Connection& bus,
    bus::TrackedPublisher& publisher,
    venue::RelaySettings relay,
    std::optional<runtime::Secret> api_key
)
    : service_{service},
      bus_{bus},
      publisher_{publisher},
      hearer_{service.instance()},
      api_key_{std::move(api_key)},
      relay_{
          service.executor(),
          service.clock(),
          std::move(relay),
          venue::RelayEvents{
              .on_quote = [this](const venue::HeardQuote& heard) { on_quote(heard); },
              .on_status = [this](const venue::HeardStatus& heard) { on_status(heard); },
              .on_change = [this] { observe_.connection_changed(); }},
          [this]() -> Result<std::string> {
              if (!api_key_) return std::string{};
              return api_key_->with([](std::string_view key) { return std::string{key}; });
          }},
      observe_{service, relay_} {}

Task<void> Hearing::run() {
    const auto ended = co_await relay_.run();
    if (!ended) throw runtime::CannotStart{"NEAR_INTENTS_RELAY_WS_URL: " + ended.error().detail};
}

/// The firehose: an old request is worthless, so nothing waits for an acknowledgement and nothing
/// is kept while NATS is away. The stream records the same publish, once, by its id.
void Hearing::on_quote(const venue::HeardQuote& heard) {
    observe_.quote_heard();
    if (!service_.arming().armed()) return;

    auto envelope = translate(hearer_, heard);
    envelope.body.published_ns = to_unix_ns(service_.clock().now());
    bus::Outgoing outgoing;
    outgoing.subject = messages::SwapDemand::kSubject;
    outgoing.body = messages::encode(envelope);
    outgoing.headers.emplace_back("Nats-Msg-Id", envelope.id.text());
    observe_.quote_published(bus_.publish(outgoing), heard.received_tick);
}

/// Rare, and it may be the only word of a settlement: repeated until its stream has it.
void Hearing::on_status(const venue::HeardStatus& heard) {
    observe_.status_heard();
    if (!service_.arming().armed()) return;

    auto envelope = translate(hearer_, heard);
    envelope.body.published_ns = to_unix_ns(service_.clock().now());
    bus::Publication publication{
        std::string{messages::QuoteStatus::kSubject},
        envelope.id,
        messages::encode(envelope),
        std::nullopt};
    const auto taken = publisher_.publish(std::move(publication));
    observe_.status_published(taken);
    if (!taken || !heard.event.seq) return;
    // Should the relay not hear it, it sends the event again, under the same id.
    if (const auto told = relay_.acknowledge(heard); !told) observe_.not_acknowledged(told.error());
}

}  // namespace unrip::near_intents_ingest

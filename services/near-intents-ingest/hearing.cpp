#include "hearing.hpp"

#include "net/race.hpp"
#include "net/sleep.hpp"
#include "runtime/arming.hpp"
#include "runtime/env.hpp"
#include "runtime/service.hpp"

namespace unrip::near_intents_ingest {
namespace {

constexpr std::size_t kGuaranteedWaiting = 4'096;
constexpr Milliseconds kRecordLimit{30'000};
constexpr Milliseconds kRecordAgainAfter{1'000};

}  // namespace

Hearing::Hearing(
    runtime::Service& service,
    bus::Connection& bus,
    bus::TrackedPublisher& publisher,
    venue::RelaySettings relay,
    std::optional<runtime::Secret> api_key,
    Sieve sieve
)
    : service_{service},
      bus_{bus},
      publisher_{publisher},
      hearer_{service.instance()},
      sieve_{std::move(sieve)},
      guaranteed_{service.executor(), kGuaranteedWaiting, net::Overflow::refuse_newest},
      api_key_{std::move(api_key)},
      relay_{
          service.executor(),
          service.clock(),
          std::move(relay),
          venue::RelayEvents{
              .on_quote = [this](const venue::HeardQuote& heard) { on_quote(heard); },
              .on_status = [this](venue::HeardStatus heard) { on_status(std::move(heard)); },
              .on_change = [this] { observe_.connection_changed(); },
              .on_ignored = [this](venue::FrameProblem problem) { observe_.ignored(problem); }},
          [this]() -> Result<std::string> {
              if (!api_key_) return std::string{};
              return api_key_->with([](std::string_view key) { return std::string{key}; });
          }},
      observe_{service, relay_, api_key_.has_value()},
      answering_{service, bus, relay_, observe_} {
    service_.arming().on_change([this](const runtime::ControlChange&) { hear_again(); });
}

Task<void> Hearing::run() {
    co_await net::first_to_end(listen(), record_guaranteed());
}

Task<void> Hearing::listen() {
    const auto ended = co_await relay_.run();
    if (!ended) throw runtime::CannotStart{"NEAR_INTENTS_RELAY_WS_URL: " + ended.error().detail};
}

/// The firehose: an old request is worthless, so nothing waits for an acknowledgement and nothing
/// is kept while NATS is away. The stream records the same publish, once, by its id.
void Hearing::on_quote(const venue::HeardQuote& heard) {
    observe_.quote_heard();
    const auto looked = sieve_.look(heard.event.request);
    if (const auto* why = std::get_if<Sifted>(&looked)) return observe_.sifted(*why);
    if (!service_.arming().armed()) return;

    auto envelope = translate(hearer_, heard);
    envelope.pair = std::get<std::string>(looked);
    envelope.body.published_ns = to_unix_ns(service_.clock().now());
    bus::Outgoing outgoing;
    outgoing.subject = messages::SwapDemand::kSubject;
    outgoing.body = messages::encode(envelope);
    outgoing.headers.emplace_back("Nats-Msg-Id", envelope.id.text());
    observe_.quote_published(bus_.publish(outgoing), heard.received_tick);
}

/// Rare, and it may be the only word of a settlement: repeated until its stream has it.
void Hearing::on_status(venue::HeardStatus heard) {
    observe_.status_heard();
    if (!service_.arming().armed()) {
        has_put_off_ = true;
        return;
    }
    if (heard.event.seq) {
        // Should there be no room, the relay still has it and sends it again.
        if (!guaranteed_.try_send(std::move(heard))) {
            has_put_off_ = true;
            observe_.status_put_off();
        }
        return;
    }
    observe_.status_published(publisher_.publish(publication_of(heard)));
}

/// With guaranteed delivery the relay forgets an event once we acknowledge it, so we do that only
/// when the stream has it. Killed in between, we hear it again, and its id makes it one.
Task<void> Hearing::record_guaranteed() {
    while (true) {
        const auto heard = co_await guaranteed_.receive();
        co_await record(heard);
        if (const auto told = relay_.acknowledge(heard); !told) {
            observe_.not_acknowledged(told.error());
        }
        if (guaranteed_.size() == 0) hear_again();
    }
}

/// What was put off while disarmed or for want of room was not acknowledged: with guaranteed
/// delivery the relay says it again on the next connection.
void Hearing::hear_again() {
    if (!has_put_off_ || !service_.arming().armed()) return;
    has_put_off_ = false;
    relay_.reconnect("to hear again what was put off");
}

Task<void> Hearing::record(const venue::HeardStatus& heard) {
    const auto publication = publication_of(heard);
    while (true) {
        const auto recorded = co_await publisher_.publish_and_wait(publication, kRecordLimit);
        if (recorded) break;
        observe_.status_not_recorded(recorded.error());
        co_await net::sleep_for(kRecordAgainAfter);
    }
    observe_.status_published({});
}

bus::Publication Hearing::publication_of(const venue::HeardStatus& heard) const {
    auto envelope = translate(hearer_, heard);
    envelope.body.published_ns = to_unix_ns(service_.clock().now());
    return {
        std::string{messages::QuoteStatus::kSubject},
        envelope.id,
        messages::encode(envelope),
        std::nullopt};
}

}  // namespace unrip::near_intents_ingest

#pragma once

#include "answering.hpp"
#include "bus/connection.hpp"
#include "bus/tracked_publisher.hpp"
#include "net/channel.hpp"
#include "observe.hpp"
#include "runtime/secret.hpp"
#include "sift.hpp"
#include "translate.hpp"
#include "venue/relay/relay_client.hpp"

#include <optional>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::near_intents_ingest {

/// Listens to the relay and passes on what it hears, at once and in order; and sends answers on the
/// same socket. While disarmed it listens and counts, but says nothing to either side.
class Hearing {
  public:
    /// Borrows service, bus and publisher.
    Hearing(
        runtime::Service& service,
        bus::Connection& bus,
        bus::TrackedPublisher& publisher,
        venue::RelaySettings relay,
        std::optional<runtime::Secret> api_key,
        Sieve sieve
    );

    /// Runs until it is cancelled; ends by itself only when the relay's URL can't be used.
    Task<void> run();

  private:
    Task<void> listen();
    Task<void> record_guaranteed();
    void hear_again();
    Task<void> record(const venue::HeardStatus& heard);
    void on_quote(const venue::HeardQuote& heard);
    void on_status(venue::HeardStatus heard);
    bus::Publication publication_of(const venue::HeardStatus& heard) const;

    runtime::Service& service_;
    bus::Connection& bus_;
    bus::TrackedPublisher& publisher_;
    Hearer hearer_;
    Sieve sieve_;
    net::Channel<venue::HeardStatus> guaranteed_;
    bool has_put_off_ = false;
    std::optional<runtime::Secret> api_key_;
    venue::RelayClient relay_;
    Observe observe_;
    Answering answering_;
};

}  // namespace unrip::near_intents_ingest

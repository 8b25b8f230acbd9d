#pragma once

#include "bus/subscription.hpp"
#include "messages/alert.hpp"
#include "net/backoff.hpp"
#include "net/channel.hpp"
#include "net/https.hpp"
#include "net/task.hpp"
#include "runtime/health.hpp"
#include "runtime/metrics.hpp"
#include "runtime/secret.hpp"
#include "told_troubles.hpp"

#include <string>

namespace unrip::bus {
class Connection;
}  // namespace unrip::bus

namespace unrip::presence {
class Announcer;
}  // namespace unrip::presence

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::history_writer {

/// Tells people of troubles and of their ends: each ops.alert that is news becomes one POST.
///
/// It hears alerts from the bus and not from their stream, so that a full stream and an absent
/// database can be told of too. The address is a secret, since whoever knows it can speak there.
/// Nothing waits for it: what does not find room or is not taken after several tries is counted and
/// given up, and its own trouble is shown but never becomes an alert.
class Webhook {
  public:
    /// Borrows all but the address.
    Webhook(
        runtime::Service& service,
        bus::Connection& bus,
        presence::Announcer& announcer,
        runtime::Secret address
    );

    Task<void> run();

  private:
    enum class Answer { taken, refused, try_again };

    void hear(const messages::Envelope<messages::Alert>& alert);
    void show_metrics();
    Task<void> deliver(const std::string& notice);
    Task<Answer> post(const std::string& notice);
    void not_taken(const std::string& why);
    runtime::Finding look() const;

    runtime::Service& service_;
    runtime::Secret address_;
    net::HttpClient http_;
    net::Channel<std::string> waiting_;
    net::Backoff backoff_;
    ToldTroubles told_;
    runtime::Family<runtime::Counter> notices_;
    std::string trouble_;  ///< Empty: the last notice was taken, or there was none.
    bus::Subscription subscription_;
};

}  // namespace unrip::history_writer

#pragma once

#include "bus/mailbox.hpp"
#include "bus/subscription.hpp"

#include <nats/nats.h>

#include <functional>
#include <memory>
#include <string>

namespace unrip::bus {

/// A subject somebody listens to, over as many connections of the client as it takes.
struct Subscription::State {
    State(std::string what, std::shared_ptr<Mailbox> box);
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State();

    /// Starts listening on this connection. To be called while it is up.
    natsStatus attach(natsConnection* native);
    void detach();
    bool is_attached() const { return native_ != nullptr; }

    const std::string subject;
    const std::shared_ptr<Mailbox> mailbox;
    bool is_wanted = true;         ///< Until the Subscription goes.
    std::function<void()> on_end;  ///< Called when it goes.

  private:
    natsSubscription* native_ = nullptr;
};

}  // namespace unrip::bus

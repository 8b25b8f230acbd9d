#pragma once

#include "bus/link.hpp"
#include "bus/mailbox.hpp"
#include "bus/subscription.hpp"

#include <functional>
#include <memory>
#include <string>

namespace unrip::bus {

/// A subject somebody listens to, over as many links as it takes.
struct Subscription::State {
    State(std::string what, std::shared_ptr<Mailbox> box);
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    /// Starts listening on this link. To be called while it is up.
    Result<void> attach(Link& link);
    void detach();
    bool is_attached() const { return listening_ != nullptr; }

    const std::string subject;
    const std::shared_ptr<Mailbox> mailbox;
    bool is_wanted = true;         ///< Until the Subscription goes.
    std::function<void()> on_end;  ///< Called when it goes.

  private:
    std::unique_ptr<Listening> listening_;
};

}  // namespace unrip::bus

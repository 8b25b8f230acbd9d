#pragma once

#include "bus/link.hpp"

#include <nats/nats.h>

#include <memory>
#include <string>

namespace unrip::bus {

/// A subscription of the client library; its messages come on a thread of the library's.
class ClientSubscription final : public Listening {
  public:
    static Result<std::unique_ptr<ClientSubscription>> open(
        natsConnection* native, const std::string& subject, const std::shared_ptr<Mailbox>& mailbox
    );
    ClientSubscription(const ClientSubscription&) = delete;
    ClientSubscription& operator=(const ClientSubscription&) = delete;
    ~ClientSubscription() override;

  private:
    explicit ClientSubscription(natsSubscription* native) : native_{native} {}

    natsSubscription* native_;
};

}  // namespace unrip::bus

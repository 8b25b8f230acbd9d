#pragma once

#include "bus/link.hpp"

#include <nats/nats.h>

namespace unrip::bus {

/// A link that the client library keeps, with the threads it has: what TLS needs, since only the
/// library holds the keys of such a connection. It writes each message by itself, so that none
/// waits, however urgent.
class ClientLink final : public Link {
  public:
    static Result<std::shared_ptr<Link>> open(
        const Settings& settings, std::shared_ptr<Gate> gate, Tell tell
    );
    /// Waits until the client has said its last word.
    ~ClientLink() override;

    void start() override {}
    bool is_up() const override;
    std::string url() const override;
    Result<void> send(const Outgoing& outgoing, std::string_view reply_to) override;
    Result<std::unique_ptr<Listening>> listen(
        const std::string& subject, const std::shared_ptr<Mailbox>& mailbox
    ) override;
    Result<void> drain(Milliseconds limit) override;

  private:
    struct Watch;
    ClientLink(natsConnection* native, std::shared_ptr<Watch> watch);

    natsConnection* native_;
    std::shared_ptr<Watch> watch_;
};

}  // namespace unrip::bus

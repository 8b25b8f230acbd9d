#pragma once

#include "bus/gate.hpp"
#include "bus/settings.hpp"
#include "core/result.hpp"

#include <nats/nats.h>

#include <functional>
#include <memory>
#include <string>

namespace unrip::bus {

/// What a link tells about itself.
struct LinkNews {
    enum class Kind {
        up,
        down,
        closed,            ///< For good: the client has given up, as it does when it is refused.
        not_permitted,     ///< A subject is closed to us.
        messages_dropped,  ///< The client itself had no room for a subscription's messages.
        trouble,
    };

    Kind kind;
    std::string text;
};

/// One connection of the client, with the threads it has.
class Link {
  public:
    using Tell = std::function<void(const LinkNews&)>;

    /// Blocks for as long as one attempt at each server takes. Once it is open the client brings it
    /// back by itself. The news come through the gate.
    static Result<std::unique_ptr<Link>> open(
        const Settings& settings, std::shared_ptr<Gate> gate, Tell tell
    );

    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    /// Waits until the client has said its last word.
    ~Link();

    /// Tells without the client's lock, which it holds while it tries to reconnect.
    bool is_up() const;

    /// Only to be touched while is_up(), or at the end: anything else may block for an attempt.
    natsConnection* native() const { return native_; }

    /// Of the server, without credentials.
    std::string url() const;

  private:
    struct Watch;
    Link(natsConnection* native, std::shared_ptr<Watch> watch);

    natsConnection* native_;
    std::shared_ptr<Watch> watch_;
};

}  // namespace unrip::bus

#pragma once

#include "bus/connection.hpp"
#include "bus/gate.hpp"
#include "bus/mailbox.hpp"
#include "bus/settings.hpp"
#include "core/result.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace unrip::bus {

/// What a link tells about itself.
struct LinkNews {
    enum class Kind {
        closed,            ///< For good: broken, drained, or turned out by the server.
        not_permitted,     ///< A subject is closed to us.
        messages_dropped,  ///< The client itself had no room for a subscription's messages.
        trouble,
    };

    Kind kind;
    std::string text;
};

/// Somebody's ear on a link: it listens until this goes. May outlive the link.
class Listening {
  public:
    Listening() = default;
    Listening(const Listening&) = delete;
    Listening& operator=(const Listening&) = delete;
    virtual ~Listening() = default;
};

/// One connection to one server, from being let in until it breaks. It does not come back: the next
/// one is another link.
class Link {
  public:
    using Tell = std::function<void(const LinkNews&)>;

    /// Blocks for as long as one attempt at each server takes, so it has a thread of its own. With
    /// TLS the client library keeps the socket and reads it on its threads; without, the socket is
    /// read on the loop. The news come on the loop, once start() was called.
    static Result<std::shared_ptr<Link>> open(
        const boost::asio::any_io_executor& loop,
        const Settings& settings,
        std::shared_ptr<Gate> gate,
        Tell tell
    );

    Link() = default;
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    virtual ~Link() = default;

    // All the rest is for the loop alone.

    virtual void start() = 0;
    virtual bool is_up() const = 0;
    /// Of the server, without credentials.
    virtual std::string url() const = 0;
    /// Goes out with whatever else this turn of the loop says, or at leisure. An empty `reply_to`
    /// asks for nothing.
    virtual Result<void> send(const Outgoing& outgoing, std::string_view reply_to) = 0;
    virtual Result<std::unique_ptr<Listening>> listen(
        const std::string& subject, const std::shared_ptr<Mailbox>& mailbox
    ) = 0;
    /// Hears nothing new, takes in what is on its way, and then tells that it has closed.
    virtual Result<void> drain(Milliseconds limit) = 0;
};

}  // namespace unrip::bus

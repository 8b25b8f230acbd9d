#pragma once

#include "venue/price/feed_message.hpp"
#include "venue/price/feed_rules.hpp"

namespace unrip::venue {

/// One tradable thing under the names that a source has for it.
struct WireSymbol {
    std::string socket;  ///< Kraken: "BTC/EUR"
    std::string rest;    ///< Kraken: "XBTEUR"
};

struct RestAddress {
    std::string url;
    std::string bearer;  ///< Empty: no Authorization header.
};

/// What one source says on the wire and what we say to it; no socket, no clock, no state. One
/// wire carries one symbol, or the two legs of a cross.
class PriceWire {
  public:
    PriceWire() = default;
    PriceWire(const PriceWire&) = delete;
    PriceWire& operator=(const PriceWire&) = delete;
    virtual ~PriceWire() = default;

    virtual std::string_view source() const = 0;  ///< "kraken": a metric label.
    virtual const std::vector<std::string>& symbols() const = 0;
    virtual FeedRules usual_rules() const = 0;

    /// Empty when the source has no socket.
    virtual std::string socket_url() const = 0;
    /// What to send right after connecting, one text frame each.
    virtual std::vector<std::string> subscribe_texts() const = 0;
    /// What to send now and then so that the source answers; empty when it speaks by itself.
    virtual std::string ping_text() const = 0;
    /// Total: every frame gives a message.
    virtual FeedMessage parse(std::string_view frame) const = 0;

    /// What to fetch when there is no socket or it is down; all of them give one whole reading.
    /// Empty when the source has no such door.
    virtual std::vector<RestAddress> rest_addresses() const = 0;
    /// The body that the address of that place answered with. Total, as `parse` is.
    virtual FeedMessage parse_rest(std::size_t place, std::string_view body) const = 0;
};

}  // namespace unrip::venue

#pragma once

#include "net/channel.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace unrip::bus {

/// A message as it came from NATS.
struct Incoming {
    std::string subject;
    std::string reply;  ///< Where an answer is awaited; empty: nowhere.
    std::string body;
    std::string message_id;  ///< Its Nats-Msg-Id; empty: none.
    /// Not 0: the server's own word (404, 408, 409, 503), with its description as the body.
    int status = 0;
};

/// How much may wait for the loop, and which message goes when there is no more room.
struct Inflow {
    std::size_t capacity = 1'024;
    net::Overflow overflow = net::Overflow::drop_oldest;
};

/// What a subscription has seen.
struct InflowStats {
    std::uint64_t received = 0;
    std::uint64_t dropped = 0;
    std::size_t waiting = 0;
};

}  // namespace unrip::bus

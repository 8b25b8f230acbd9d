#pragma once

#include "bus/connection.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

// What a client says to a NATS server, in the protocol's own text.

namespace unrip::bus {

/// Malformed, and nothing is written: a subject or a header that would break the line it stands in.
Result<void> write_publish(std::string& out, const Outgoing& outgoing, std::string_view reply_to);
Result<void> write_subscribe(std::string& out, std::string_view subject, std::uint64_t number);
void write_unsubscribe(std::string& out, std::uint64_t number);

inline constexpr std::string_view kPing = "PING\r\n";
inline constexpr std::string_view kPong = "PONG\r\n";

}  // namespace unrip::bus

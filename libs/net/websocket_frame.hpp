#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// The frames of a WebSocket as a server reads and writes them (RFC 6455). No I/O.
namespace unrip::net {

enum class Opcode : std::uint8_t {
    continuation = 0,
    text = 1,
    binary = 2,
    close = 8,
    ping = 9,
    pong = 10,
};

struct ClientFrame {
    Opcode opcode = Opcode::text;
    bool is_final = true;
    std::string_view payload;  ///< Unmasked, within the bytes it was read from.
    std::size_t bytes = 0;     ///< Of the whole frame.
};

/// Reads the frame that the bytes begin with, and unmasks it in place. Nothing: it is not all here
/// yet. Errors: `malformed` for what no client may send, `overflow` for a payload above the limit.
Result<std::optional<ClientFrame>> read_client_frame(
    std::span<char> bytes, std::size_t payload_max
);

/// Appends a whole frame without a mask, as servers write them.
void append_server_frame(std::string& out, Opcode opcode, std::string_view payload);

/// What goes into a closing frame.
std::string close_payload(std::uint16_t code, std::string_view reason);

/// Sec-WebSocket-Accept for a Sec-WebSocket-Key.
std::string websocket_accept(std::string_view key);

}  // namespace unrip::net

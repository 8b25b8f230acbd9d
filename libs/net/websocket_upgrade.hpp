#pragma once

#include "net/http_server.hpp"

#include <optional>
#include <string>

/// The handshake of a WebSocket from the server's side.
namespace unrip::net {

bool asks_for_websocket(const ServedRequest& request);

/// Why this handshake can't succeed, if it can't.
std::optional<ServedAnswer> refuse_upgrade(const ServedRequest& request);

/// 101, ready to be sent.
std::string upgrade_answer(const ServedRequest& request);

}  // namespace unrip::net

#pragma once

#include "core/result.hpp"
#include "net/task.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace unrip::net {

using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;

/// The addresses of a host, best first; an address in numbers is its own answer. The system's
/// look-up can't be interrupted: when cancelled, this ends at once and the look-up is left to end
/// by itself.
Task<Result<Endpoints>> resolve(std::string host, std::uint16_t port);

}  // namespace unrip::net

#pragma once

#include "net/http_server.hpp"

#include <string>

namespace unrip::net {

/// An answer as it goes out.
std::string render(const ServedAnswer& answer, bool keep_alive, bool with_body);

}  // namespace unrip::net

#pragma once

#include "core/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::net {

struct Header {
    std::string name;
    std::string value;

    friend bool operator==(const Header&, const Header&) = default;
};

/// In the order of the wire.
using Headers = std::vector<Header>;

/// The first header of this name; upper and lower case are the same.
std::optional<std::string_view> find_header(const Headers& headers, std::string_view name);

/// A name or value that would change the shape of the request (line breaks, other control
/// characters, an empty or impossible name) may not be sent.
bool is_sendable(const Header& header);

/// How long Retry-After asks us to stay away: seconds, or a date as HTTP writes it. Nothing when it
/// can't be read; zero when the date is past.
std::optional<Milliseconds> parse_retry_after(std::string_view value, Instant now);

}  // namespace unrip::net

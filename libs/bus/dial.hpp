#pragma once

#include "bus/settings.hpp"
#include "core/result.hpp"

#include <cstddef>
#include <string>

namespace unrip::bus {

/// An open socket on which a NATS server has let us in, and nothing has been said since.
class Line {
  public:
    explicit Line(int handle) : handle_{handle} {}
    Line(Line&& other) noexcept;
    Line& operator=(Line&&) = delete;
    ~Line();

    /// Whoever takes it closes it.
    int take();

    std::string url;  ///< Of the server, without credentials.
    std::size_t payload_max = 0;

  private:
    int handle_;
};

/// One attempt at each server, in plain text; blocks meanwhile. The client library finds the
/// server, greets it and proves who we are; then it hands over the socket and has no more to do
/// with it.
Result<Line> dial(const Settings& settings);

}  // namespace unrip::bus

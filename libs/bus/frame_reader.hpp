#pragma once

#include "bus/inflow.hpp"
#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::bus {

/// One thing that a NATS server says.
struct Frame {
    enum class Kind { message, ping, pong, error, other };

    Kind kind = Kind::other;
    std::uint64_t subscription = 0;  ///< Of a message: the number we gave it.
    Incoming incoming;               ///< Of a message.
    std::string text;                ///< Of an error: the server's words.
};

/// Cuts what comes from a socket into frames, wherever the pieces end.
class FrameReader {
  public:
    FrameReader();

    /// Where the next bytes go; never empty.
    std::span<char> room();
    /// So many of them were written.
    void wrote(std::size_t count) { end_ += count; }

    /// The next whole frame; none until more has come. Malformed: this is no NATS server, or we
    /// have lost our place; nothing more can be read.
    Result<std::optional<Frame>> next();

  private:
    std::string_view unread() const { return {buffer_.data() + begin_, end_ - begin_}; }
    Result<std::optional<Frame>> message(std::string_view line, bool has_headers);

    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t wanted_ = 0;  ///< The size of the frame that has begun, as far as it is known.
};

}  // namespace unrip::bus

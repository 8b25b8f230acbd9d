#pragma once

#include <cstdint>
#include <string>

namespace unrip::messages {

/// A final block of the chain.
struct Block {
    std::uint64_t height = 0;  ///< Its height.
    std::string hash;          ///< Its hash, base58.
    /// Its own time, which is what the contract compares deadlines with.
    std::int64_t time_ns = 0;

    friend bool operator==(const Block&, const Block&) = default;
};

}  // namespace unrip::messages

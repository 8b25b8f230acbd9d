#pragma once

#include "core/result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::near {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// SHA-256 or keccak-256 of something. As text it is base58: a transaction hash, a quote hash, a
/// block hash.
using Hash = std::array<std::uint8_t, 32>;

/// The bytes of a text, without copying them.
inline ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The text made of these bytes.
inline std::string as_text(ByteView bytes) {
    return {bytes.begin(), bytes.end()};
}

/// Lower case, two digits a byte.
std::string to_hex(ByteView bytes);

/// An even number of hexadecimal digits of either case.
Result<Bytes> parse_hex(std::string_view text);

}  // namespace unrip::near

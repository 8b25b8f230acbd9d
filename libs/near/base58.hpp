#pragma once

#include "near/bytes.hpp"

#include <optional>

namespace unrip::near {

/// Longer texts are refused: the work grows with the square of the length, and nothing of NEAR's is
/// longer than 88 letters.
inline constexpr std::size_t kBase58LengthMax = 2048;

/// The Bitcoin alphabet, without checksum. Leading zero bytes become leading ones.
std::string to_base58(ByteView bytes);

Result<Bytes> parse_base58(std::string_view text);

/// Decodes into memory of the caller's and leaves no copy of the bytes elsewhere; for secrets.
/// Returns how many bytes were written, nothing when the text is not base58 or does not fit.
std::optional<std::size_t> decode_base58(std::string_view text, std::span<std::uint8_t> into);

/// base58 of exactly 32 bytes.
Result<Hash> parse_hash(std::string_view text);

}  // namespace unrip::near

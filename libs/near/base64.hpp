#pragma once

#include "near/bytes.hpp"

namespace unrip::near {

/// The standard alphabet, padded.
std::string to_base64(ByteView bytes);

/// Strict: the standard alphabet, all of the padding, no spaces, and no bits lost in the last
/// letter, so that one sequence of bytes has one text.
Result<Bytes> parse_base64(std::string_view text);

}  // namespace unrip::near

#pragma once

#include "near/bytes.hpp"

namespace unrip::near {

Hash sha256(ByteView bytes);

/// Keccak as Ethereum uses it, with the padding of the time before SHA-3 was standardised.
Hash keccak256(ByteView bytes);

}  // namespace unrip::near

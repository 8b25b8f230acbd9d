#pragma once

#include "near/bytes.hpp"

namespace unrip::near {

/// Where a TON wallet lives.
struct TonAddress {
    std::int32_t workchain = 0;
    Hash account{};
};

/// Raw (`0:<64 hexadecimal digits>`) or user-friendly (48 letters of base64 in either alphabet,
/// ending in a checksum, which must be right).
Result<TonAddress> parse_ton_address(std::string_view text);

}  // namespace unrip::near

#include "near/borsh.hpp"

#include "core/check.hpp"

#include <limits>

namespace unrip::near {

void BorshWriter::list(ByteView bytes) {
    check(
        bytes.size() <= std::numeric_limits<std::uint32_t>::max(),
        "a borsh list of more than 32 bits of length"
    );
    u32(static_cast<std::uint32_t>(bytes.size()));
    fixed(bytes);
}

void BorshWriter::little_endian(unrip::u128 value, unsigned size) {
    for (unsigned at = 0; at < size; ++at) {
        bytes_.push_back(static_cast<std::uint8_t>(value));
        value >>= 8U;
    }
}

ByteView BorshReader::fixed(std::size_t size) {
    if (failed_ || size > rest_.size()) {
        failed_ = true;
        rest_ = {};
        return {};
    }
    const auto taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
}

unrip::u128 BorshReader::little_endian(unsigned size) {
    const auto bytes = fixed(size);
    unrip::u128 value = 0;
    for (std::size_t at = bytes.size(); at-- > 0;)
        value = (value << 8U) | bytes[at];
    return value;
}

}  // namespace unrip::near

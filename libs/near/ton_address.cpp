#include "near/ton_address.hpp"

#include "near/base64.hpp"

#include <algorithm>
#include <charconv>

namespace unrip::near {
namespace {

Failure not_an_address(std::string_view text) {
    return fail(Error::Kind::malformed, "not a TON address: " + std::string{text.substr(0, 80)});
}

std::uint16_t crc16_xmodem(ByteView bytes) {
    unsigned crc = 0;
    for (const auto byte : bytes) {
        crc ^= static_cast<unsigned>(byte) << 8U;
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc & 0x8000U) != 0 ? (crc << 1U) ^ 0x1021U : crc << 1U;
        }
    }
    return static_cast<std::uint16_t>(crc);
}

Result<TonAddress> parse_raw(std::string_view text, std::size_t colon) {
    TonAddress address;
    const char* end = text.data() + colon;
    const auto [stop, problem] = std::from_chars(text.data(), end, address.workchain);
    const auto account = parse_hex(text.substr(colon + 1));
    if (problem != std::errc{} || stop != end || !account ||
        account->size() != address.account.size()) {
        return not_an_address(text);
    }
    std::copy(account->begin(), account->end(), address.account.begin());
    return address;
}

/// One byte of flags, one of workchain, 32 of account, two of checksum.
Result<TonAddress> parse_friendly(std::string_view text) {
    std::string standard{text};
    std::replace(standard.begin(), standard.end(), '-', '+');
    std::replace(standard.begin(), standard.end(), '_', '/');
    const auto bytes = parse_base64(standard);
    if (!bytes || bytes->size() != 36) return not_an_address(text);

    const auto checksum = static_cast<std::uint16_t>((*bytes)[34] << 8U | (*bytes)[35]);
    if (crc16_xmodem(ByteView{*bytes}.first(34)) != checksum) return not_an_address(text);

    TonAddress address;
    const int workchain = (*bytes)[1];  // A signed byte.
    address.workchain = workchain < 128 ? workchain : workchain - 256;
    std::copy_n(bytes->begin() + 2, address.account.size(), address.account.begin());
    return address;
}

}  // namespace

Result<TonAddress> parse_ton_address(std::string_view text) {
    const auto colon = text.find(':');
    return colon == std::string_view::npos ? parse_friendly(text) : parse_raw(text, colon);
}

}  // namespace unrip::near

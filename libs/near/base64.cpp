#include "near/base64.hpp"

#include <sodium.h>

namespace unrip::near {

std::string to_base64(ByteView bytes) {
    constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;
    std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kVariant);
    text.pop_back();  // The terminating zero that C wants.
    return text;
}

Result<Bytes> parse_base64(std::string_view text) {
    Bytes bytes(text.size() / 4 * 3 + 3);
    std::size_t size = 0;
    const char* end = nullptr;
    const bool decoded = sodium_base642bin(
                             bytes.data(),
                             bytes.size(),
                             text.data(),
                             text.size(),
                             nullptr,
                             &size,
                             &end,
                             sodium_base64_VARIANT_ORIGINAL
                         ) == 0;
    if (!decoded || end != text.data() + text.size()) {
        return fail(Error::Kind::malformed, "not base64: " + std::string{text.substr(0, 100)});
    }
    bytes.resize(size);
    return bytes;
}

}  // namespace unrip::near

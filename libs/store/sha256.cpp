#include "store/sha256.hpp"

#include "core/check.hpp"

#include <openssl/evp.h>

#include <array>

namespace unrip::store {

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    const int done =
        EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
    check(done == 1 && size == 32, "OpenSSL has no SHA-256");
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
        text += kHex[digest.at(i) >> 4U];
        text += kHex[digest.at(i) & 15U];
    }
    return text;
}

}  // namespace unrip::store

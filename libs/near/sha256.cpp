#include "near/hash.hpp"

#include <sodium.h>

namespace unrip::near {

Hash sha256(ByteView bytes) {
    static_assert(crypto_hash_sha256_BYTES == std::tuple_size_v<Hash>);
    Hash hash{};
    crypto_hash_sha256(hash.data(), bytes.data(), bytes.size());
    return hash;
}

}  // namespace unrip::near

#pragma once

#include "near/public_key.hpp"

#include <memory>

namespace unrip::near {

/// An ed25519 key that signs. The secret lies in locked memory between guard pages, can't even be
/// read between two signatures, and is wiped at the end. It is never printed or handed out.
///
/// Signing opens that memory for a moment, so one key belongs to one thread.
class SecretKey {
  public:
    /// `ed25519:<base58>` of 64 bytes (seed and public key, which must belong together) or of the
    /// 32-byte seed alone. Spaces and line ends around it are ignored, as a file of one line has
    /// them. The text is read where it lies: wiping it is the caller's. An error never quotes it.
    static Result<SecretKey> parse(std::string_view text);

    static SecretKey from_seed(std::span<const std::uint8_t, 32> seed);

    const PublicKey& public_key() const { return public_key_; }

    Signature sign(ByteView message) const;

  private:
    struct Free {
        void operator()(std::uint8_t* memory) const;
    };
    using Guarded = std::unique_ptr<std::uint8_t, Free>;

    SecretKey(Guarded secret, PublicKey public_key)
        : secret_{std::move(secret)}, public_key_{std::move(public_key)} {}

    static Guarded allocate(std::size_t size);
    static SecretKey from_guarded_seed(const std::uint8_t* seed);

    Guarded secret_;
    PublicKey public_key_;
};

}  // namespace unrip::near

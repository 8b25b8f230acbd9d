#pragma once

#include "near/bytes.hpp"

#include <compare>

namespace unrip::near {

enum class Curve { ed25519, secp256k1, p256 };

std::string_view to_text(Curve curve);

/// 32 bytes on ed25519, 64 (uncompressed, without the leading 4) on the other curves.
class PublicKey {
  public:
    static PublicKey ed25519(std::span<const std::uint8_t, 32> bytes);

    /// `<curve>:<base58>`; without a curve it is ed25519.
    static Result<PublicKey> parse(std::string_view text);

    Curve curve() const { return curve_; }
    ByteView bytes() const { return bytes_; }
    std::string to_string() const;

    friend bool operator==(const PublicKey&, const PublicKey&) = default;

  private:
    PublicKey(Curve curve, Bytes bytes) : curve_{curve}, bytes_{std::move(bytes)} {}

    Curve curve_;
    Bytes bytes_;
};

/// 64 bytes; 65 on secp256k1, whose last byte helps to recover the key.
class Signature {
  public:
    static Signature ed25519(std::span<const std::uint8_t, 64> bytes);

    static Result<Signature> parse(std::string_view text);

    Curve curve() const { return curve_; }
    ByteView bytes() const { return bytes_; }
    std::string to_string() const;

    friend bool operator==(const Signature&, const Signature&) = default;

  private:
    Signature(Curve curve, Bytes bytes) : curve_{curve}, bytes_{std::move(bytes)} {}

    Curve curve_;
    Bytes bytes_;
};

/// Only ed25519, the one curve we sign on; keys and signatures of other curves never verify.
bool verify(const PublicKey& key, ByteView message, const Signature& signature);

/// The account that exists by its key alone: the ed25519 key in hexadecimal, or 0x and 40 digits.
std::string implicit_account_id(const PublicKey& key);

}  // namespace unrip::near

#include "near/public_key.hpp"

#include "near/base58.hpp"
#include "near/hash.hpp"

#include <sodium.h>

namespace unrip::near {
namespace {

constexpr std::array kCurves{Curve::ed25519, Curve::secp256k1, Curve::p256};

struct CurveAndBytes {
    Curve curve;
    Bytes bytes;
};

std::string typed_text(Curve curve, ByteView bytes) {
    return std::string{to_text(curve)} + ":" + to_base58(bytes);
}

std::size_t key_size(Curve curve) {
    return curve == Curve::ed25519 ? 32 : 64;
}

std::size_t signature_size(Curve curve) {
    return curve == Curve::secp256k1 ? 65 : 64;
}

Result<Curve> parse_curve(std::string_view name) {
    for (const auto curve : kCurves) {
        if (to_text(curve) == name) return curve;
    }
    return fail(Error::Kind::malformed, "unknown curve: " + std::string{name.substr(0, 20)});
}

Result<CurveAndBytes> parse_typed(std::string_view text, std::size_t (*size_on)(Curve)) {
    const auto colon = text.find(':');
    const bool is_typed = colon != std::string_view::npos;
    const auto curve = is_typed ? parse_curve(text.substr(0, colon)) : Curve::ed25519;
    if (!curve) return curve.failure();

    auto bytes = parse_base58(is_typed ? text.substr(colon + 1) : text);
    if (!bytes) return bytes.failure();
    if (bytes->size() != size_on(*curve)) {
        return fail(
            Error::Kind::malformed,
            std::to_string(bytes->size()) + " bytes where " + std::string{to_text(*curve)} +
                " has " + std::to_string(size_on(*curve))
        );
    }
    return CurveAndBytes{*curve, *std::move(bytes)};
}

std::string ethereum_style_account(const Hash& hash) {
    return "0x" + to_hex(ByteView{hash}.last(20));
}

}  // namespace

std::string_view to_text(Curve curve) {
    switch (curve) {
        case Curve::secp256k1:
            return "secp256k1";
        case Curve::p256:
            return "p256";
        case Curve::ed25519:
            break;
    }
    return "ed25519";
}

PublicKey PublicKey::ed25519(std::span<const std::uint8_t, 32> bytes) {
    return {Curve::ed25519, Bytes(bytes.begin(), bytes.end())};
}

Result<PublicKey> PublicKey::parse(std::string_view text) {
    auto parsed = parse_typed(text, key_size);
    if (!parsed) return parsed.failure();
    return PublicKey{parsed->curve, std::move(parsed->bytes)};
}

std::string PublicKey::to_string() const {
    return typed_text(curve_, bytes_);
}

Signature Signature::ed25519(std::span<const std::uint8_t, 64> bytes) {
    return {Curve::ed25519, Bytes(bytes.begin(), bytes.end())};
}

Result<Signature> Signature::parse(std::string_view text) {
    auto parsed = parse_typed(text, signature_size);
    if (!parsed) return parsed.failure();
    return Signature{parsed->curve, std::move(parsed->bytes)};
}

std::string Signature::to_string() const {
    return typed_text(curve_, bytes_);
}

bool verify(const PublicKey& key, ByteView message, const Signature& signature) {
    if (key.curve() != Curve::ed25519 || signature.curve() != Curve::ed25519) return false;
    return crypto_sign_verify_detached(
               signature.bytes().data(), message.data(), message.size(), key.bytes().data()
           ) == 0;
}

std::string implicit_account_id(const PublicKey& key) {
    switch (key.curve()) {
        case Curve::secp256k1:
            return ethereum_style_account(keccak256(key.bytes()));
        case Curve::p256: {
            // Prefixed, so that the same bytes on two curves are two accounts.
            Bytes prefixed{'p', '2', '5', '6'};
            prefixed.insert(prefixed.end(), key.bytes().begin(), key.bytes().end());
            return ethereum_style_account(keccak256(prefixed));
        }
        case Curve::ed25519:
            break;
    }
    return to_hex(key.bytes());
}

}  // namespace unrip::near

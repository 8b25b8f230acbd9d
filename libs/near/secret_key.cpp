#include "near/secret_key.hpp"

#include "core/check.hpp"
#include "near/base58.hpp"

#include <sodium.h>

namespace unrip::near {
namespace {

constexpr std::string_view kPrefix = "ed25519:";
constexpr std::size_t kSeedSize = crypto_sign_SEEDBYTES;
constexpr std::size_t kSecretSize = crypto_sign_SECRETKEYBYTES;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view spaces = " \t\r\n";
    const auto first = text.find_first_not_of(spaces);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

Failure unreadable() {
    return fail(
        Error::Kind::malformed,
        "a secret key is ed25519: and base58 of 64 bytes (or of a 32-byte seed); it is not shown "
        "here"
    );
}

}  // namespace

void SecretKey::Free::operator()(std::uint8_t* memory) const {
    sodium_free(memory);  // Wipes it first.
}

SecretKey::Guarded SecretKey::allocate(std::size_t size) {
    check(sodium_init() >= 0, "libsodium does not start");
    Guarded memory{static_cast<std::uint8_t*>(sodium_malloc(size))};
    check(memory != nullptr, "no guarded memory for a key");
    return memory;
}

Result<SecretKey> SecretKey::parse(std::string_view text) {
    text = trimmed(text);
    if (!text.starts_with(kPrefix)) return unreadable();

    const auto decoded = allocate(kSecretSize);
    const auto size = decode_base58(text.substr(kPrefix.size()), {decoded.get(), kSecretSize});
    const bool is_pair = size == kSecretSize;
    if (!is_pair && size != kSeedSize) return unreadable();

    auto key = from_guarded_seed(decoded.get());
    const auto given_public = ByteView{decoded.get(), kSecretSize}.subspan(kSeedSize);
    if (is_pair &&
        sodium_memcmp(given_public.data(), key.public_key().bytes().data(), given_public.size()) !=
            0) {
        return fail(
            Error::Kind::malformed, "the two halves of the secret key do not belong together"
        );
    }
    return key;
}

SecretKey SecretKey::from_seed(std::span<const std::uint8_t, 32> seed) {
    return from_guarded_seed(seed.data());
}

SecretKey SecretKey::from_guarded_seed(const std::uint8_t* seed) {
    auto secret = allocate(kSecretSize);
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> public_bytes{};
    crypto_sign_seed_keypair(public_bytes.data(), secret.get(), seed);
    check(sodium_mprotect_noaccess(secret.get()) == 0, "a key can't be hidden");
    return {std::move(secret), PublicKey::ed25519(public_bytes)};
}

Signature SecretKey::sign(ByteView message) const {
    std::array<std::uint8_t, crypto_sign_BYTES> signature{};
    check(sodium_mprotect_readonly(secret_.get()) == 0, "a key can't be read");
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_.get());
    check(sodium_mprotect_noaccess(secret_.get()) == 0, "a key can't be hidden");
    return Signature::ed25519(signature);
}

}  // namespace unrip::near

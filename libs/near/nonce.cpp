#include "near/nonce.hpp"

#include "core/check.hpp"
#include "near/base64.hpp"
#include "near/borsh.hpp"

#include <sodium.h>

#include <algorithm>

namespace unrip::near {
namespace {

constexpr std::array<std::uint8_t, 5> kMarkAndVersion{0x56, 0x28, 0xf6, 0xc6, 0x00};

/// Keeps these derivations apart from any other use of the same seed.
constexpr std::array<char, crypto_kdf_CONTEXTBYTES> kContext{
    'u', 'n', 'r', 'i', 'p', '-', 'n', '1'};

}  // namespace

std::string to_text(const Nonce& nonce) {
    return to_base64(nonce);
}

Result<Nonce> parse_nonce(std::string_view base64) {
    const auto bytes = parse_base64(base64);
    if (!bytes) return bytes.failure();
    Nonce nonce{};
    if (bytes->size() != nonce.size()) {
        return fail(
            Error::Kind::malformed, "a nonce of " + std::to_string(bytes->size()) + " bytes"
        );
    }
    std::copy(bytes->begin(), bytes->end(), nonce.begin());
    return nonce;
}

std::string to_text(const Salt& salt) {
    return to_hex(salt);
}

Result<Salt> parse_salt(std::string_view hex) {
    const auto bytes = parse_hex(hex);
    Salt salt{};
    if (!bytes || bytes->size() != salt.size()) {
        return fail(Error::Kind::malformed, "not a salt: " + std::string{hex.substr(0, 20)});
    }
    std::copy(bytes->begin(), bytes->end(), salt.begin());
    return salt;
}

Nonce encode(const VersionedNonce& nonce) {
    BorshWriter writer;
    writer.fixed(kMarkAndVersion);
    writer.fixed(nonce.salt);
    writer.u64(static_cast<std::uint64_t>(to_unix_ns(nonce.deadline)));
    writer.fixed(nonce.random);

    Nonce encoded{};
    check(writer.bytes().size() == encoded.size(), "a nonce has 32 bytes");
    std::copy(writer.bytes().begin(), writer.bytes().end(), encoded.begin());
    return encoded;
}

std::optional<VersionedNonce> decode(const Nonce& nonce) {
    BorshReader reader{nonce};
    const auto mark = reader.fixed(kMarkAndVersion.size());
    if (!std::equal(mark.begin(), mark.end(), kMarkAndVersion.begin())) return std::nullopt;

    VersionedNonce decoded;
    const auto salt = reader.fixed(decoded.salt.size());
    std::copy(salt.begin(), salt.end(), decoded.salt.begin());
    decoded.deadline = Instant{Nanoseconds{static_cast<std::int64_t>(reader.u64())}};
    const auto random = reader.fixed(decoded.random.size());
    std::copy(random.begin(), random.end(), decoded.random.begin());
    return decoded;
}

NonceRandom random_part() {
    NonceRandom random{};
    randombytes_buf(random.data(), random.size());
    return random;
}

BatchSeed random_seed() {
    BatchSeed random{};
    randombytes_buf(random.data(), random.size());
    return random;
}

NonceRandom derived_part(std::span<const std::uint8_t, 32> batch_seed, std::uint32_t index) {
    static_assert(crypto_kdf_KEYBYTES == 32 && crypto_kdf_BYTES_MIN >= NonceRandom{}.size());
    std::array<std::uint8_t, crypto_kdf_BYTES_MIN> derived{};
    crypto_kdf_derive_from_key(
        derived.data(), derived.size(), index, kContext.data(), batch_seed.data()
    );
    NonceRandom random{};
    std::copy_n(derived.begin(), random.size(), random.begin());
    return random;
}

std::string_view deadline_refusal(Instant intent_deadline, Instant nonce_deadline, Instant now) {
    if (intent_deadline < now) return "deadline has expired";
    if (intent_deadline > nonce_deadline) return "deadline is greater than nonce";
    if (nonce_deadline < now) return "nonce was already expired";
    return {};
}

}  // namespace unrip::near

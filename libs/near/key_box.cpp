#include "near/key_box.hpp"

#include "core/check.hpp"
#include "near/base58.hpp"
#include "near/base64.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

namespace unrip::near {
namespace {

constexpr std::string_view kBegins = "unrip-key-";
constexpr std::string_view kVersion = "unrip-key-v1";
constexpr std::string_view kKdf = "argon2id";
constexpr std::string_view kPlainPrefix = "ed25519:";

constexpr std::size_t kSeedSize = crypto_sign_SEEDBYTES;
constexpr std::size_t kBoxSize = kSeedSize + crypto_secretbox_MACBYTES;

/// Less is guessed too quickly; more would end a process that was given a strange file.
constexpr KeyBoxCost kLeast{2, 64ULL * 1024};
constexpr KeyBoxCost kMost{16, 1024ULL * 1024};

/// Locked memory that is wiped at its end.
class Guarded {
  public:
    explicit Guarded(std::size_t size) : size_{size} {
        check(sodium_init() >= 0, "libsodium does not start");
        memory_.reset(static_cast<std::uint8_t*>(sodium_malloc(size)));
        check(memory_ != nullptr, "no guarded memory for a key");
    }
    std::uint8_t* data() { return memory_.get(); }
    std::span<std::uint8_t> bytes() { return {memory_.get(), size_}; }
    std::span<const std::uint8_t, kSeedSize> seed() const {
        return std::span<const std::uint8_t, kSeedSize>{memory_.get(), kSeedSize};
    }

  private:
    struct Free {
        void operator()(std::uint8_t* memory) const { sodium_free(memory); }
    };
    std::unique_ptr<std::uint8_t, Free> memory_;
    std::size_t size_;
};

struct Parts {
    KeyBoxCost cost;
    Bytes salt;
    Bytes nonce;
    Bytes box;
    PublicKey public_key;
};

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view spaces = " \t\r\n";
    const auto first = std::min(text.find_first_not_of(spaces), text.size());
    text.remove_prefix(first);
    return text.substr(0, text.find_last_not_of(spaces) + 1);
}

Failure damaged(const std::string& what) {
    return fail(
        Error::Kind::malformed,
        "the encrypted key is damaged: " + what + ". Take the file from where it was copied"
    );
}

/// What stands up to the next colon, taken off.
std::string_view next_field(std::string_view& rest) {
    const auto end = std::min(rest.find(':'), rest.size());
    const auto field = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return field;
}

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size())
        return std::nullopt;
    return value;
}

Result<void> expect_bearable(const KeyBoxCost& cost) {
    const auto told = "argon2id with " + std::to_string(cost.ops) + " passes over " +
                      std::to_string(cost.kibibytes) + " KiB";
    if (cost.ops < kLeast.ops || cost.kibibytes < kLeast.kibibytes) {
        return fail(
            Error::Kind::refused,
            told + " protects no key: it takes at least 2 passes and 65536 KiB. Encrypt it again"
        );
    }
    if (cost.ops > kMost.ops || cost.kibibytes > kMost.kibibytes) {
        return fail(
            Error::Kind::refused,
            told + " is more than a process may spend: at most 16 passes and 1048576 KiB"
        );
    }
    return {};
}

Result<Parts> parse(std::string_view text) {
    auto rest = trimmed(text);
    const auto version = next_field(rest);
    if (version != kVersion) {
        return fail(
            Error::Kind::malformed,
            "this is no key of the form unrip-key-v1, the only one known here"
        );
    }
    if (next_field(rest) != kKdf) return damaged("its second field is not argon2id");
    const auto ops = number(next_field(rest));
    const auto kibibytes = number(next_field(rest));
    if (!ops || !kibibytes) return damaged("passes and KiB must be whole numbers");
    auto salt = parse_base64(next_field(rest));
    auto nonce = parse_base64(next_field(rest));
    auto box = parse_base64(next_field(rest));
    if (!salt || salt->size() != crypto_pwhash_SALTBYTES) return damaged("its salt");
    if (!nonce || nonce->size() != crypto_secretbox_NONCEBYTES) return damaged("its nonce");
    if (!box || box->size() != kBoxSize) return damaged("its box");
    auto public_key = PublicKey::parse(rest);
    if (!public_key) return damaged("its public key");
    return Parts{
        {*ops, *kibibytes}, std::move(*salt), std::move(*nonce), std::move(*box), *public_key};
}

Result<Guarded> derive(std::string_view passphrase, ByteView salt, const KeyBoxCost& cost) {
    Guarded key{crypto_secretbox_KEYBYTES};
    const auto done = crypto_pwhash(
        key.data(),
        crypto_secretbox_KEYBYTES,
        passphrase.data(),
        passphrase.size(),
        salt.data(),
        cost.ops,
        cost.kibibytes * 1024,
        crypto_pwhash_ALG_ARGON2ID13
    );
    if (done != 0) {
        return fail(
            Error::Kind::unavailable,
            "there is no memory for argon2id over " + std::to_string(cost.kibibytes) +
                " KiB: give the process more"
        );
    }
    return key;
}

Result<Guarded> unlock(const Parts& parts, std::string_view passphrase) {
    if (auto bearable = expect_bearable(parts.cost); !bearable) return bearable.failure();
    auto key = derive(passphrase, parts.salt, parts.cost);
    if (!key) return key.failure();
    Guarded seed{kSeedSize};
    const bool is_open =
        crypto_secretbox_open_easy(
            seed.data(), parts.box.data(), parts.box.size(), parts.nonce.data(), key->data()
        ) == 0;
    if (!is_open) {
        return fail(
            Error::Kind::refused, "the passphrase does not open the key (or the file was altered)"
        );
    }
    if (SecretKey::from_seed(seed.seed()).public_key() != parts.public_key)
        return damaged("its public key is not that of the secret in it");
    return seed;
}

/// The plain form, read where it lies: the first half of what it encodes is the seed.
Result<Guarded> seed_of(std::string_view key_text) {
    if (auto key = SecretKey::parse(key_text); !key) return key.failure();
    Guarded decoded{crypto_sign_SECRETKEYBYTES};
    const auto base58 = trimmed(key_text).substr(kPlainPrefix.size());
    const auto size = decode_base58(base58, decoded.bytes());
    check(size && *size >= kSeedSize, "a key was read and now is none");
    return decoded;
}

}  // namespace

bool is_key_box(std::string_view text) {
    return trimmed(text).starts_with(kBegins);
}

Result<std::string> lock_key(
    std::string_view key_text, std::string_view passphrase, KeyBoxCost cost
) {
    if (passphrase.size() < kPassphraseBytesMin) {
        return fail(
            Error::Kind::refused,
            "the passphrase is shorter than 12 bytes: take several words, or `openssl rand -base64 "
            "24`"
        );
    }
    if (auto bearable = expect_bearable(cost); !bearable) return bearable.failure();
    const auto seed = seed_of(key_text);
    if (!seed) return seed.failure();
    std::array<std::uint8_t, crypto_pwhash_SALTBYTES> salt{};
    std::array<std::uint8_t, crypto_secretbox_NONCEBYTES> nonce{};
    randombytes_buf(salt.data(), salt.size());
    randombytes_buf(nonce.data(), nonce.size());
    auto key = derive(passphrase, salt, cost);
    if (!key) return key.failure();
    std::array<std::uint8_t, kBoxSize> box{};
    crypto_secretbox_easy(box.data(), seed->seed().data(), kSeedSize, nonce.data(), key->data());
    std::string text{kVersion};
    text += ":" + std::string{kKdf} + ":" + std::to_string(cost.ops) + ":" +
            std::to_string(cost.kibibytes);
    text += ":" + to_base64(salt) + ":" + to_base64(nonce) + ":" + to_base64(box);
    return text + ":" + SecretKey::from_seed(seed->seed()).public_key().to_string();
}

Result<SecretKey> unlock_key(std::string_view box, std::string_view passphrase) {
    const auto parts = parse(box);
    if (!parts) return parts.failure();
    const auto seed = unlock(*parts, passphrase);
    if (!seed) return seed.failure();
    return SecretKey::from_seed(seed->seed());
}

Result<std::string> unlock_key_text(std::string_view box, std::string_view passphrase) {
    const auto parts = parse(box);
    if (!parts) return parts.failure();
    const auto seed = unlock(*parts, passphrase);
    if (!seed) return seed.failure();
    Guarded pair{crypto_sign_SECRETKEYBYTES};
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> public_bytes{};
    crypto_sign_seed_keypair(public_bytes.data(), pair.data(), seed->seed().data());
    return std::string{kPlainPrefix} + to_base58(pair.bytes());
}

Result<SecretKey> open_key(
    std::string_view text, const std::optional<std::string_view>& passphrase
) {
    if (is_key_box(text)) {
        if (passphrase) return unlock_key(text, *passphrase);
        return fail(Error::Kind::refused, "the key is encrypted, and no passphrase is given");
    }
    if (!passphrase) return SecretKey::parse(text);
    return fail(
        Error::Kind::refused,
        "a passphrase is given, and the key is not encrypted: `unripctl keys encrypt` does that"
    );
}

}  // namespace unrip::near

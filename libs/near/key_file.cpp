#include "near/key_file.hpp"

#include "core/check.hpp"
#include "near/base58.hpp"
#include "near/key_box.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace unrip::near {
namespace {

constexpr mode_t kOwnerOnly = 0600;
constexpr std::size_t kLineMax = 1024;

class Descriptor {
  public:
    explicit Descriptor(int number) : number_{number} {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }

    bool is_open() const { return number_ >= 0; }
    int number() const { return number_; }

  private:
    int number_;
};

/// Bytes that are wiped at the end of their life.
template <std::size_t kSize>
struct Wiped {
    std::array<char, kSize> bytes{};

    Wiped() = default;
    Wiped(const Wiped&) = delete;
    Wiped& operator=(const Wiped&) = delete;
    ~Wiped() { sodium_memzero(bytes.data(), bytes.size()); }
};

Result<PublicKey> read_public_key(std::string_view key_text) {
    const auto key = SecretKey::parse(key_text);
    if (!key) return key.failure();
    return key->public_key();
}

Failure cannot(const std::string& what, const std::string& path) {
    return fail(Error::Kind::refused, what + " " + path + ": " + std::strerror(errno));
}

/// A text that is wiped at the end of its life.
struct WipedText {
    std::string text;

    explicit WipedText(std::string of) : text{std::move(of)} {}
    WipedText(const WipedText&) = delete;
    WipedText& operator=(const WipedText&) = delete;
    ~WipedText() { sodium_memzero(text.data(), text.size()); }
};

/// Never over something that is there.
Result<void> write_new_file(const std::string& path, std::string_view text) {
    const Descriptor file{
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly)};
    if (!file.is_open()) return cannot("cannot make", path);
    const std::string_view end = "\n";
    for (const auto part : {text, end}) {
        const auto size = static_cast<ssize_t>(part.size());
        if (::write(file.number(), part.data(), part.size()) != size)
            return cannot("cannot write", path);
    }
    if (::fsync(file.number()) != 0) return cannot("cannot write", path);
    return {};
}

WipedText new_key_text() {
    check(sodium_init() >= 0, "libsodium does not start");
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> public_key{};
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret_key{};
    crypto_sign_keypair(public_key.data(), secret_key.data());
    auto text = "ed25519:" + to_base58(secret_key);
    sodium_memzero(secret_key.data(), secret_key.size());
    return WipedText{std::move(text)};
}

/// What `use` makes of a file's text; the error begins with the path.
template <class Use>
auto with_text_of(const std::string& path, Use use) -> decltype(use(std::string_view{})) {
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.is_open()) return cannot("cannot read", path);
    Wiped<kLineMax> line;
    const auto size = ::read(file.number(), line.bytes.data(), line.bytes.size());
    if (size < 0) return cannot("cannot read", path);
    auto result = use(std::string_view{line.bytes.data(), static_cast<std::size_t>(size)});
    if (!result) return fail(result.error().kind, path + ": " + result.error().detail);
    return result;
}

}  // namespace

Result<PublicKey> create_key_file(const std::string& path) {
    const auto key = new_key_text();
    if (const auto written = write_new_file(path, key.text); !written) return written.failure();
    return read_public_key(key.text);
}

Result<PublicKey> create_encrypted_key_file(const std::string& path, std::string_view passphrase) {
    const auto key = new_key_text();
    const auto box = lock_key(key.text, passphrase);
    if (!box) return box.failure();
    if (const auto written = write_new_file(path, *box); !written) return written.failure();
    return read_public_key(key.text);
}

Result<PublicKey> encrypt_key_file(
    const std::string& from, const std::string& to, std::string_view passphrase
) {
    const auto box = with_text_of(from, [&](std::string_view text) -> Result<std::string> {
        if (is_key_box(text)) return fail(Error::Kind::refused, "this key is encrypted already");
        return lock_key(text, passphrase);
    });
    if (!box) return box.failure();
    const auto key =
        with_text_of(from, [](std::string_view text) { return read_public_key(text); });
    if (!key) return key.failure();
    if (const auto written = write_new_file(to, *box); !written) return written.failure();
    return key;
}

Result<PublicKey> decrypt_key_file(
    const std::string& from, const std::string& to, std::string_view passphrase
) {
    auto opened =
        with_text_of(from, [&](std::string_view box) { return unlock_key_text(box, passphrase); });
    if (!opened) return opened.failure();
    const WipedText key{std::move(*opened)};
    if (const auto written = write_new_file(to, key.text); !written) return written.failure();
    return read_public_key(key.text);
}

Result<SecretKey> read_key_file(
    const std::string& path, const std::optional<std::string_view>& passphrase
) {
    return with_text_of(path, [&](std::string_view text) { return open_key(text, passphrase); });
}

}  // namespace unrip::near

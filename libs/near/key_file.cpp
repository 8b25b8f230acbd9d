#include "near/key_file.hpp"

#include "core/check.hpp"
#include "near/base58.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace unrip::near {
namespace {

constexpr mode_t kOwnerOnly = 0600;
constexpr std::size_t kLineMax = 256;

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

Failure cannot(const std::string& what, const std::string& path) {
    return fail(Error::Kind::refused, what + " " + path + ": " + std::strerror(errno));
}

Result<void> write_line(int descriptor, std::string_view text, const std::string& path) {
    const std::string_view end = "\n";
    for (const auto part : {text, end}) {
        if (::write(descriptor, part.data(), part.size()) != static_cast<ssize_t>(part.size())) {
            return cannot("cannot write", path);
        }
    }
    if (::fsync(descriptor) != 0) return cannot("cannot write", path);
    return {};
}

}  // namespace

Result<PublicKey> create_key_file(const std::string& path) {
    check(sodium_init() >= 0, "libsodium does not start");
    const Descriptor file{
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly)};
    if (!file.is_open()) return cannot("cannot make", path);

    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> public_key{};
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret_key{};
    crypto_sign_keypair(public_key.data(), secret_key.data());
    auto text = "ed25519:" + to_base58(secret_key);
    sodium_memzero(secret_key.data(), secret_key.size());

    const auto written = write_line(file.number(), text, path);
    sodium_memzero(text.data(), text.size());
    if (!written) return written.failure();
    return PublicKey::ed25519(public_key);
}

Result<SecretKey> read_key_file(const std::string& path) {
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.is_open()) return cannot("cannot read", path);
    Wiped<kLineMax> line;
    const auto size = ::read(file.number(), line.bytes.data(), line.bytes.size());
    if (size < 0) return cannot("cannot read", path);
    auto key = SecretKey::parse({line.bytes.data(), static_cast<std::size_t>(size)});
    if (!key) return fail(key.error().kind, path + ": " + key.error().detail);
    return key;
}

}  // namespace unrip::near

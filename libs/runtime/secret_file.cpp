// Reading a secret from a file, and refusing files that others can read.

#include "runtime/secret.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace unrip::runtime {
namespace {

constexpr std::size_t kSecretSizeMax = 64 * 1024;

class OpenFile {
  public:
    explicit OpenFile(const std::string& path) : fd_{open(path.c_str(), O_RDONLY | O_CLOEXEC)} {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (fd_ >= 0) close(fd_);
    }
    int fd() const { return fd_; }

  private:
    int fd_;
};

Failure unreadable(const std::string& path, const std::string& why) {
    return fail(Error::Kind::refused, "the file " + path + " " + why);
}

/// Kubernetes mounts a secret as root's and gives a process that is not root its group.
bool mounted_for_our_group(const struct stat& about) {
    return about.st_uid == 0 && geteuid() != 0 && (about.st_mode & (S_IWGRP | S_IXGRP)) == 0;
}

Result<void> only_for_us(const std::string& path, const struct stat& about) {
    if (!S_ISREG(about.st_mode)) return unreadable(path, "is not a regular file");
    const bool by_world = (about.st_mode & S_IRWXO) != 0;
    const bool by_group = (about.st_mode & S_IRWXG) != 0 && !mounted_for_our_group(about);
    if (by_world || by_group) {
        return unreadable(
            path,
            std::string{"can be read by others than its owner. Take it from them: chmod 600 "} +
                path + " (and if others could see it, replace the secret)"
        );
    }
    return {};
}

}  // namespace

Result<Secret> Secret::from_file(const std::string& path) {
    const OpenFile file{path};
    if (file.fd() < 0)
        return unreadable(
            path, std::string{"can't be opened: "} + std::system_category().message(errno)
        );
    struct stat about {};
    if (fstat(file.fd(), &about) != 0)
        return unreadable(
            path, std::string{"can't be looked at: "} + std::system_category().message(errno)
        );
    if (auto ours = only_for_us(path, about); !ours) return ours.failure();

    std::string text(kSecretSizeMax + 1, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const auto got = read(file.fd(), text.data() + size, text.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0)
            return unreadable(
                path, std::string{"can't be read: "} + std::system_category().message(errno)
            );
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    if (size > kSecretSizeMax) {
        sodium_memzero(text.data(), text.size());
        return unreadable(path, "is longer than any secret of ours (64 kB)");
    }
    while (size > 0 && (text[size - 1] == '\n' || text[size - 1] == '\r'))
        --size;
    if (size == 0) return unreadable(path, "is empty");
    Secret secret{std::string_view{text}.substr(0, size)};
    sodium_memzero(text.data(), text.size());
    return secret;
}

}  // namespace unrip::runtime

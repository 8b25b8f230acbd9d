#include "faults/small_disk.hpp"

#include "support/child_process.hpp"
#include "support/temporary_directory.hpp"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

namespace unrip::test {
namespace {

constexpr auto kBallast = "ballast";

bool mount_memory(const std::filesystem::path& folder, const std::string& options) {
    return ::mount("tmpfs", folder.c_str(), "tmpfs", MS_NODEV | MS_NOSUID, options.c_str()) == 0;
}

void copy_all(const std::filesystem::path& from, const std::filesystem::path& to) {
    const auto done = run_child({"/bin/cp", "-a", from.string() + "/.", to.string()}, "", RunAs{});
    if (done.exit_code != 0) throw std::runtime_error{"cp: " + done.output};
}

}  // namespace

bool SmallDisk::can_be_had() {
    const TemporaryDirectory place;
    if (!mount_memory(place.path(), "size=1m")) return false;
    ::umount2(place.path().c_str(), MNT_DETACH);
    return true;
}

SmallDisk::SmallDisk(std::filesystem::path folder, std::uint64_t mebibytes)
    : folder_{std::move(folder)} {
    struct stat owner {};
    ::stat(folder_.c_str(), &owner);
    const TemporaryDirectory aside;
    copy_all(folder_, aside.path());
    if (!mount_memory(folder_, "mode=0700,size=" + std::to_string(mebibytes) + "m")) {
        throw std::runtime_error{"no disk on " + folder_.string() + ": it may not be mounted"};
    }
    copy_all(aside.path(), folder_);
    if (::chown(folder_.c_str(), owner.st_uid, owner.st_gid) != 0 ||
        ::chmod(folder_.c_str(), owner.st_mode & 07777U) != 0) {
        throw std::runtime_error{"the small disk can't be given to its owner"};
    }
}

SmallDisk::~SmallDisk() {
    ::umount2(folder_.c_str(), MNT_DETACH);
}

void SmallDisk::fill() const {
    const int file = ::open((folder_ / kBallast).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    std::vector<char> nothing(1U << 20U);
    // Large pieces first; then byte for byte what is left of the last page.
    for (auto size = nothing.size(); size > 0;) {
        const auto count = ::write(file, nothing.data(), size);
        if (count < 0 && errno != ENOSPC)
            throw std::runtime_error{"filling: " + std::string{std::strerror(errno)}};
        if (count <= 0) size /= 2;
    }
    ::close(file);
}

void SmallDisk::make_room() const {
    std::filesystem::remove(folder_ / kBallast);
}

}  // namespace unrip::test

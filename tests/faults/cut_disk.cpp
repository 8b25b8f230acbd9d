#include "faults/cut_disk.hpp"

#include "support/child_process.hpp"

#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

namespace unrip::test {
namespace {

namespace fs = std::filesystem;

void run(const std::vector<std::string>& command) {
    const auto done = run_child(command, "", RunAs{});
    if (done.exit_code == 0) return;
    throw std::runtime_error{command.front() + " " + command.back() + ": " + done.output};
}

/// Its place on the disk, beside the others'.
std::string place_of(const fs::path& folder) {
    return std::to_string(fs::hash_value(folder));
}

}  // namespace

bool CutDisk::can_be_had() {
    constexpr std::uint64_t mebibytes = 8;
    const TemporaryDirectory folder;
    try {
        const CutDisk disk{{folder.path()}, mebibytes};
    } catch (const std::runtime_error&) {
        return false;
    }
    return true;
}

CutDisk::CutDisk(std::vector<fs::path> folders, std::uint64_t mebibytes)
    : folders_{std::move(folders)} {
    const auto top = directory_.path() / "disk";
    fs::create_directory(top);
    run({"/usr/bin/truncate", "-s", std::to_string(mebibytes) + "M", image(0).string()});
    run({"/sbin/mkfs.ext4", "-q", "-F", image(0).string()});
    run({"/bin/mount", "-o", "loop", image(0).string(), top.string()});
    for (const auto& folder : folders_)
        run({"/bin/cp", "-a", folder.string(), (top / place_of(folder)).string()});
    run({"/bin/umount", top.string()});
    mount();
}

CutDisk::~CutDisk() {
    for (const auto& folder : folders_)
        ::umount2(folder.c_str(), MNT_DETACH);
    ::umount2((directory_.path() / "disk").c_str(), MNT_DETACH);
}

fs::path CutDisk::image(int number) const {
    return directory_.path() / ("image" + std::to_string(number));
}

void CutDisk::mount() const {
    const auto top = directory_.path() / "disk";
    run({"/bin/mount", "-o", "loop", image(number_).string(), top.string()});
    for (const auto& folder : folders_)
        run({"/bin/mount", "--bind", (top / place_of(folder)).string(), folder.string()});
}

void CutDisk::unmount() const {
    for (const auto& folder : folders_)
        run({"/bin/umount", folder.string()});
    run({"/bin/umount", (directory_.path() / "disk").string()});
}

void CutDisk::cut() {
    run({"/bin/cp", "--sparse=always", image(number_).string(), image(number_ + 1).string()});
}

void CutDisk::come_back() {
    unmount();
    fs::remove(image(number_));
    ++number_;
    mount();
}

}  // namespace unrip::test

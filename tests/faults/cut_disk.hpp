#pragma once

#include "support/temporary_directory.hpp"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace unrip::test {

/// A disk in a file, under folders that nobody uses at this moment, whose power can be cut: what
/// was written and not synced is then gone, as the kernel had it in memory alone.
class CutDisk {
  public:
    /// Throws when this process may not mount.
    CutDisk(std::vector<std::filesystem::path> folders, std::uint64_t mebibytes);
    CutDisk(const CutDisk&) = delete;
    CutDisk& operator=(const CutDisk&) = delete;
    ~CutDisk();

    static bool can_be_had();

    /// What is on the disk at this moment, without what is only in memory. Everybody who writes
    /// stands still.
    void cut();
    /// The folders as they were when the power was cut. Everybody who used them is dead.
    void come_back();

  private:
    void mount() const;
    void unmount() const;
    std::filesystem::path image(int number) const;

    std::vector<std::filesystem::path> folders_;
    TemporaryDirectory directory_;
    int number_ = 0;
};

}  // namespace unrip::test

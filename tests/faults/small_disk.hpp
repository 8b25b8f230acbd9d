#pragma once

#include <cstdint>
#include <filesystem>

namespace unrip::test {

/// A disk of its own under a folder that nobody uses at this moment; what was there is on it.
class SmallDisk {
  public:
    /// Throws when this process may not mount.
    SmallDisk(std::filesystem::path folder, std::uint64_t mebibytes);
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk();

    static bool can_be_had();

    /// To the last byte.
    void fill() const;
    void make_room() const;

  private:
    std::filesystem::path folder_;
};

}  // namespace unrip::test

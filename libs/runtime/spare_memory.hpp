#pragma once

#include <cstddef>

namespace unrip::runtime {

/// The allocator keeps what was freed, and after a burst that is most of a process: it lies
/// scattered between what stays in use. Asked now and then, this gives it back to the system.
class SpareMemory {
  public:
    /// So many bytes may stay for the next burst.
    explicit SpareMemory(std::size_t kept) : kept_{kept} {}

    /// True: there was enough to be worth it.
    bool give_back();

  private:
    std::size_t kept_;
    std::size_t stuck_ = 0;  ///< Shares its pages with what is in use: asking again is no use.
};

}  // namespace unrip::runtime

#include "runtime/spare_memory.hpp"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace unrip::runtime {
namespace {

/// Resident, and in no file. 0 where the system does not say.
std::size_t anonymous_bytes() {
    std::ifstream file{"/proc/self/statm"};
    std::size_t size = 0;
    std::size_t resident = 0;
    std::size_t in_files = 0;
    if (!(file >> size >> resident >> in_files) || resident < in_files) return 0;
    return (resident - in_files) * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

std::size_t spare_bytes() {
    const auto heap = ::mallinfo2();
    const auto in_use = heap.uordblks + heap.hblkhd;
    const auto held = anonymous_bytes();
    return held > in_use ? held - in_use : 0;
}

}  // namespace

bool SpareMemory::give_back() {
    const auto spare = spare_bytes();
    stuck_ = std::min(stuck_, spare);
    if (spare <= stuck_ + kept_) return false;
    ::malloc_trim(kept_ / 4);
    stuck_ = spare_bytes();
    return true;
}

}  // namespace unrip::runtime

#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>

namespace unrip::test {

/// How often these bytes stand in memory that the process itself could read now. Pages that it has
/// hidden from itself are left out. 0 where we may not look at the process.
std::size_t times_in_readable_memory(pid_t process, const std::string& bytes);

/// The 32 bytes that a secret key in base58 begins with.
std::string seed_bytes(const std::string& base58);

}  // namespace unrip::test

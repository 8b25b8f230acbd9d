#pragma once

#include <sys/types.h>

#include <cstdint>
#include <fstream>
#include <string>

namespace unrip::test {

/// What a process holds in memory that is in no file: its heap and stacks. 0 when it is gone.
inline std::uint64_t anonymous_kib(pid_t process) {
    std::ifstream status{"/proc/" + std::to_string(process) + "/status"};
    const std::string name = "RssAnon:";
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(name)) return std::stoull(line.substr(name.size()));
    return 0;
}

}  // namespace unrip::test

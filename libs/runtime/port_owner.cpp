#include "runtime/port_owner.hpp"

#include <dirent.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace unrip::runtime {
namespace {

constexpr std::string_view kListening = "0A";  // As the kernel writes TCP_LISTEN.

/// The inodes of sockets that listen on the port, as the kernel lists them.
void collect_inodes(const char* table, std::uint16_t port, std::vector<std::string>& inodes) {
    std::array<char, 8> digits{};
    std::snprintf(digits.data(), digits.size(), ":%04X", static_cast<unsigned>(port));
    std::ifstream lines{table};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words{line};
        std::string slot, local, remote, state, queues, timer, retries, user, timeout, inode;
        words >> slot >> local >> remote >> state >> queues >> timer >> retries >> user >>
            timeout >> inode;
        if (local.ends_with(digits.data()) && state == kListening) inodes.push_back(inode);
    }
}

struct CloseDirectory {
    void operator()(DIR* directory) const { closedir(directory); }
};

std::vector<std::string> names_in(const std::string& path) {
    std::vector<std::string> names;
    const std::unique_ptr<DIR, CloseDirectory> directory{opendir(path.c_str())};
    if (directory == nullptr) return names;
    while (const dirent* entry = readdir(directory.get())) {  // NOLINT(concurrency-mt-unsafe)
        names.emplace_back(&entry->d_name[0]);
    }
    return names;
}

bool holds_socket(const std::string& descriptors, const std::vector<std::string>& inodes) {
    for (const auto& name : names_in(descriptors)) {
        std::array<char, 64> target{};
        std::string path{descriptors};
        path.append("/").append(name);
        if (readlink(path.c_str(), target.data(), target.size() - 1) < 0) continue;
        for (const auto& inode : inodes) {
            if ("socket:[" + inode + "]" == target.data()) return true;
        }
    }
    return false;
}

}  // namespace

std::optional<int> listening_process(std::uint16_t port) {
    std::vector<std::string> inodes;
    collect_inodes("/proc/net/tcp", port, inodes);
    collect_inodes("/proc/net/tcp6", port, inodes);
    if (inodes.empty()) return std::nullopt;
    for (const auto& name : names_in("/proc")) {
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        if (holds_socket("/proc/" + name + "/fd", inodes)) return std::atoi(name.c_str());
    }
    return std::nullopt;
}

}  // namespace unrip::runtime

#include "e2e/memory_search.hpp"

#include "near/base58.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace unrip::test {
namespace {

constexpr std::size_t kChunk = 1 << 20;

std::size_t times_in(const std::string& text, const std::string& bytes) {
    std::size_t times = 0;
    for (auto at = text.find(bytes); at != std::string::npos; at = text.find(bytes, at + 1))
        ++times;
    return times;
}

/// Chunk by chunk, each with the end of the one before: nothing is cut in two.
std::size_t times_between(int memory, off_t from, off_t to, const std::string& bytes) {
    std::size_t times = 0;
    std::string chunk(kChunk + bytes.size() - 1, '\0');
    for (off_t at = from; at < to; at += static_cast<off_t>(kChunk)) {
        const auto wanted = std::min(chunk.size(), static_cast<std::size_t>(to - at));
        const auto got = ::pread(memory, chunk.data(), wanted, at);
        if (got > 0) times += times_in(chunk.substr(0, static_cast<std::size_t>(got)), bytes);
    }
    return times;
}

}  // namespace

std::size_t times_in_readable_memory(pid_t process, const std::string& bytes) {
    const auto folder = "/proc/" + std::to_string(process);
    const int memory = ::open((folder + "/mem").c_str(), O_RDONLY | O_CLOEXEC);
    if (memory < 0) return 0;
    std::ifstream maps{folder + "/maps"};
    std::size_t times = 0;
    for (std::string line; std::getline(maps, line);) {
        std::istringstream words{line};
        std::string range;
        std::string rights;
        words >> range >> rights;
        const bool is_writable_memory = rights.starts_with("rw");
        if (!is_writable_memory) continue;
        const auto dash = range.find('-');
        const auto from = std::stoull(range.substr(0, dash), nullptr, 16);
        const auto to = std::stoull(range.substr(dash + 1), nullptr, 16);
        times += times_between(memory, static_cast<off_t>(from), static_cast<off_t>(to), bytes);
    }
    ::close(memory);
    return times;
}

std::string seed_bytes(const std::string& base58) {
    const auto bytes = near::parse_base58(base58);
    if (!bytes || bytes->size() < 32) return {};
    return {bytes->begin(), bytes->begin() + 32};
}

}  // namespace unrip::test

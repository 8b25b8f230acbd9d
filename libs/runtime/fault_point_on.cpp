#include "runtime/fault_point.hpp"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <string>
#include <thread>

namespace unrip::runtime {
namespace {

struct Fate {
    std::string name;
    unsigned long passes_left = 0;
    std::chrono::milliseconds later{0};

    Fate() {
        // Nothing in these programs changes the environment.
        const char* said = std::getenv("FAULT_POINT_AT");  // NOLINT(concurrency-mt-unsafe)
        if (said == nullptr) return;
        std::istringstream words{said};
        std::string passes;
        std::string ms;
        std::getline(words, name, ':');
        std::getline(words, passes, ':');
        std::getline(words, ms, ':');
        passes_left = std::stoul(passes);
        if (!ms.empty()) later = std::chrono::milliseconds{std::stol(ms)};
    }
};

}  // namespace

void fault_point(std::string_view name) {
    static Fate fate;
    if (fate.passes_left == 0 || name != fate.name) return;
    if (--fate.passes_left > 0) return;
    if (fate.later.count() == 0) std::raise(SIGKILL);
    // The loop goes on, so that what it was told to send leaves.
    std::thread{[later = fate.later] {
        std::this_thread::sleep_for(later);
        ::kill(::getpid(), SIGKILL);
    }}.detach();
}

}  // namespace unrip::runtime

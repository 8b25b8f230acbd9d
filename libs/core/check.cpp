#include "core/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace unrip {

void broken(const char* what, const char* file, int line) {
    std::fprintf(stderr, "invariant broken: %s (%s:%d)\n", what, file, line);
    std::abort();
}

}  // namespace unrip

#pragma once

namespace unrip {

/// Says what broke on stderr and aborts.
[[noreturn]] void broken(const char* what, const char* file, int line);

/// An assertion that stays on in release builds: a broken invariant stops the process, which comes
/// back disarmed. For our own mistakes only; what comes from outside is answered with a Result.
inline void check(
    bool holds, const char* what, const char* file = __builtin_FILE(), int line = __builtin_LINE()
) {
    if (!holds) [[unlikely]] {
        broken(what, file, line);
    }
}

}  // namespace unrip

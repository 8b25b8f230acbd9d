#include "terminal.hpp"

#include <poll.h>
#include <pwd.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace unrip::unripctl {

struct Keyboard::Before {
    termios mode{};
};

bool is_terminal() {
    return isatty(STDOUT_FILENO) == 1;
}

// NOLINTBEGIN(concurrency-mt-unsafe): asked once, before any thread.
bool has_colour() {
    const char* const none = std::getenv("NO_COLOR");
    const char* const term = std::getenv("TERM");
    if (none != nullptr && *none != '\0') return false;
    return is_terminal() && term != nullptr && std::string_view{term} != "dumb";
}

std::string person() {
    for (const auto* name : {"SUDO_USER", "USER", "LOGNAME"}) {
        const char* const value = std::getenv(name);
        if (value != nullptr && *value != '\0') return value;
    }
    const passwd* const entry = getpwuid(getuid());
    return entry != nullptr && entry->pw_name != nullptr ? entry->pw_name : "unripctl";
}
// NOLINTEND(concurrency-mt-unsafe)

Size terminal_size() {
    winsize window{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) != 0 || window.ws_col == 0) return {};
    return {window.ws_col, window.ws_row};
}

Keyboard::Keyboard() {
    if (isatty(STDIN_FILENO) != 1) return;
    before_ = std::make_unique<Before>();
    tcgetattr(STDIN_FILENO, &before_->mode);
    auto mode = before_->mode;
    mode.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    tcsetattr(STDIN_FILENO, TCSANOW, &mode);
}

Keyboard::~Keyboard() {
    if (before_ == nullptr) return;
    tcsetattr(STDIN_FILENO, TCSANOW, &before_->mode);
}

std::optional<char> Keyboard::pressed() {
    if (before_ == nullptr) return std::nullopt;
    pollfd ready{STDIN_FILENO, POLLIN, 0};
    if (poll(&ready, 1, 0) != 1 || (ready.revents & POLLIN) == 0) return std::nullopt;
    char key = 0;
    return read(STDIN_FILENO, &key, 1) == 1 ? std::optional<char>{key} : std::nullopt;
}

}  // namespace unrip::unripctl

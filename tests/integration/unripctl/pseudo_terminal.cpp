#include "integration/unripctl/pseudo_terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace unrip::test {
namespace {

constexpr int kLooks = 600;
constexpr int kLookMilliseconds = 50;
constexpr char kEscape = '\x1b';

/// Between fork and exec: only what is safe there.
[[noreturn]] void become(int slave, char* const* words) {
    setsid();
    ioctl(slave, TIOCSCTTY, 0);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        dup2(slave, stream);
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // It never outlives a test that crashed.
    execv(words[0], words);
    _exit(127);
}

/// The end of an escape sequence that begins at `at`.
std::size_t behind_escape(const std::string& text, std::size_t at) {
    if (at + 1 >= text.size() || text[at + 1] != '[') return at + 2;
    at += 2;
    while (at < text.size() && (text[at] < '@' || text[at] > '~'))
        ++at;
    return at + 1;
}

}  // namespace

PseudoTerminal::PseudoTerminal(
    const std::vector<std::string>& command, unsigned short columns, unsigned short rows
) {
    master_ = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master_ < 0 || grantpt(master_) != 0 || unlockpt(master_) != 0)
        throw std::runtime_error{"no pseudo-terminal"};
    std::array<char, 64> name{};
    if (ptsname_r(master_, name.data(), name.size()) != 0)
        throw std::runtime_error{"no pseudo-terminal"};
    slave_ = open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    const winsize size{rows, columns, 0, 0};
    ioctl(slave_, TIOCSWINSZ, &size);

    auto words = command;
    std::vector<char*> argv;
    for (auto& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    child_ = fork();
    if (child_ < 0) throw std::runtime_error{"no child"};
    if (child_ == 0) become(slave_, argv.data());
}

PseudoTerminal::~PseudoTerminal() {
    if (child_ > 0) {
        kill(child_, SIGKILL);
        waitpid(child_, nullptr, 0);
    }
    close(slave_);
    close(master_);
}

void PseudoTerminal::press(char key) const {
    if (write(master_, &key, 1) != 1) throw std::runtime_error{"the terminal takes no key"};
}

void PseudoTerminal::read_for(int milliseconds) {
    pollfd ready{master_, POLLIN, 0};
    while (poll(&ready, 1, milliseconds) == 1) {
        std::array<char, 4'096> buffer{};
        const auto bytes = read(master_, buffer.data(), buffer.size());
        if (bytes <= 0) return;
        drawn_.append(buffer.data(), static_cast<std::size_t>(bytes));
        milliseconds = 0;
    }
}

bool PseudoTerminal::comes_to_show(const std::string& text) {
    for (int look = 0; look < kLooks; ++look) {
        if (drawn().find(text) != std::string::npos) return true;
        read_for(kLookMilliseconds);
    }
    return false;
}

const std::string& PseudoTerminal::drawn() {
    read_for(0);
    return drawn_;
}

bool PseudoTerminal::echoes() const {
    termios mode{};
    return tcgetattr(slave_, &mode) == 0 && (mode.c_lflag & static_cast<tcflag_t>(ECHO)) != 0;
}

int PseudoTerminal::await_exit() {
    for (int look = 0; look < kLooks; ++look) {
        read_for(kLookMilliseconds);
        int status = 0;
        if (waitpid(child_, &status, WNOHANG) != child_) continue;
        child_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    return -1;
}

std::vector<std::string> pieces_of(const std::string& drawn) {
    std::vector<std::string> pieces{""};
    for (std::size_t at = 0; at < drawn.size();) {
        if (drawn[at] == kEscape) {
            const auto end = behind_escape(drawn, at);
            // A change of colour moves nothing.
            if (end > drawn.size() || drawn[end - 1] != 'm') pieces.emplace_back();
            at = end;
        } else if (drawn[at] == '\r' || drawn[at] == '\n') {
            pieces.emplace_back();
            ++at;
        } else {
            pieces.back() += drawn[at++];
        }
    }
    return pieces;
}

bool has_colour(const std::string& drawn) {
    for (auto at = drawn.find(kEscape); at != std::string::npos; at = drawn.find(kEscape, at + 1)) {
        const auto end = behind_escape(drawn, at);
        if (end <= drawn.size() && drawn[at + 1] == '[' && drawn[end - 1] == 'm') return true;
    }
    return false;
}

}  // namespace unrip::test

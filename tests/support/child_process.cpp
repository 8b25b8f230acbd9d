#include "support/child_process.hpp"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace unrip::test {
namespace {

[[noreturn]] void fail_with_errno(const std::string& what) {
    throw std::runtime_error{what + ": " + std::strerror(errno)};  // NOLINT(concurrency-mt-unsafe)
}

/// Between fork and exec: only what is safe there.
[[noreturn]] void become(char* const* argv, int in, int out, RunAs run_as) {
    ::dup2(in, STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    if (run_as.group != static_cast<gid_t>(-1)) {
        if (::setgroups(1, &run_as.group) != 0 || ::setgid(run_as.group) != 0) ::_exit(126);
    }
    if (run_as.user != static_cast<uid_t>(-1) && ::setuid(run_as.user) != 0) ::_exit(126);
    // After setuid, which would clear it: no server outlives a test that crashed.
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    ::execv(argv[0], argv);
    ::_exit(127);
}

pid_t fork_child(const std::vector<std::string>& command, int in, int out, RunAs run_as) {
    std::vector<std::string> words = command;
    std::vector<char*> argv;
    for (auto& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    const pid_t child = ::fork();
    if (child < 0) fail_with_errno("fork");
    if (child == 0) become(argv.data(), in, out, run_as);
    return child;
}

int exit_code_of(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// State letter and parent of a process; false when it is gone.
bool read_stat(pid_t process, char& state, pid_t& parent) {
    std::ifstream file{"/proc/" + std::to_string(process) + "/stat"};
    std::string text;
    if (!std::getline(file, text)) return false;
    const auto after_name = text.rfind(')');
    if (after_name == std::string::npos) return false;
    std::istringstream rest{text.substr(after_name + 1)};
    return static_cast<bool>(rest >> state >> parent);
}

}  // namespace

std::vector<std::string> in_environment(
    const std::map<std::string, std::string>& environment, const std::string& program
) {
    std::vector<std::string> words{"/usr/bin/env", "-i"};
    for (const auto& [name, value] : environment) {
        auto& word = words.emplace_back(name);
        word += '=';
        word += value;
    }
    words.push_back(program);
    return words;
}

pid_t start_child(
    const std::vector<std::string>& command, const std::string& log_file, RunAs run_as
) {
    const int out = ::open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (out < 0) fail_with_errno(log_file);
    const int in = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    const pid_t child = fork_child(command, in, out, run_as);
    ::close(in);
    ::close(out);
    return child;
}

Finished run_child(
    const std::vector<std::string>& command, const std::string& input, RunAs run_as
) {
    // The input goes through a file, so that neither side can wait for the other.
    std::string name = "/tmp/unrip-input-XXXXXX";
    const int in = ::mkostemp(name.data(), O_CLOEXEC);
    if (in < 0) fail_with_errno(name);
    ::unlink(name.c_str());
    if (::write(in, input.data(), input.size()) != static_cast<ssize_t>(input.size())) {
        fail_with_errno("write");
    }
    ::lseek(in, 0, SEEK_SET);
    std::array<int, 2> pipe_ends{};
    if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) fail_with_errno("pipe");
    const pid_t child = fork_child(command, in, pipe_ends[1], run_as);
    ::close(in);
    ::close(pipe_ends[1]);

    Finished finished;
    std::array<char, 4096> buffer{};
    ssize_t count = 0;
    while ((count = ::read(pipe_ends[0], buffer.data(), buffer.size())) > 0) {
        finished.output.append(buffer.data(), static_cast<std::size_t>(count));
    }
    ::close(pipe_ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    finished.exit_code = exit_code_of(status);
    return finished;
}

bool await_end(pid_t child, int seconds_max) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{seconds_max};
    while (::waitpid(child, nullptr, WNOHANG) == 0) {
        if (std::chrono::steady_clock::now() >= end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return true;
}

std::vector<pid_t> children_of(pid_t parent) {
    std::vector<pid_t> children;
    for (const auto& entry : std::filesystem::directory_iterator{"/proc"}) {
        const auto name = entry.path().filename().string();
        pid_t process = 0;
        const auto parsed = std::from_chars(name.data(), name.data() + name.size(), process);
        if (parsed.ptr != name.data() + name.size()) continue;
        char state = 0;
        pid_t its_parent = 0;
        if (read_stat(process, state, its_parent) && its_parent == parent) {
            children.push_back(process);
        }
    }
    return children;
}

bool is_running(pid_t process) {
    char state = 0;
    pid_t parent = 0;
    return read_stat(process, state, parent) && state != 'Z' && state != 'X';
}

}  // namespace unrip::test

#include "integration/runtime/spawned.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace unrip::test {
namespace {

constexpr std::chrono::seconds kPatience{60};

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (auto& text : texts)
        out.push_back(text.data());
    out.push_back(nullptr);
    return out;
}

}  // namespace

Spawned::Spawned(std::string body, Environment environment, std::string process) {
    environment.try_emplace("STRATEGY_ENGINE_PORT", "0");
    std::vector<std::string> variables;
    for (const auto& [name, value] : environment)
        variables.push_back(name + "=" + value);
    std::vector<std::string> words{UNRIP_TEST_SERVICE, std::move(process), std::move(body)};

    std::array<int, 2> pipe{};
    if (pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], STDERR_FILENO);
    const auto arguments = pointers(words);
    const auto values = pointers(variables);
    const int failed =
        posix_spawn(&pid_, UNRIP_TEST_SERVICE, &actions, nullptr, arguments.data(), values.data());
    posix_spawn_file_actions_destroy(&actions);
    close(pipe[1]);
    if (failed != 0) throw std::runtime_error{"the test service can't be started"};
    listener_ = std::thread{[this, descriptor = pipe[0]] { listen(descriptor); }};
}

Spawned::~Spawned() {
    if (!reaped_) {
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    listener_.join();
}

void Spawned::listen(int descriptor) {
    std::array<char, 4096> bytes{};
    while (true) {
        const auto size = read(descriptor, bytes.data(), bytes.size());
        const std::lock_guard lock{mutex_};
        if (size > 0) text_.append(bytes.data(), static_cast<std::size_t>(size));
        if (size <= 0) ended_ = true;
        heard_.notify_all();
        if (size <= 0) break;
    }
    close(descriptor);
}

bool Spawned::says(std::string_view words) {
    std::unique_lock lock{mutex_};
    const auto said = [&] { return text_.find(words) != std::string::npos; };
    heard_.wait_for(lock, kPatience, [&] { return said() || ended_; });
    return said();
}

std::uint16_t Spawned::port() {
    constexpr std::string_view kMark = "\"port\":";
    if (!says("\"event\":\"started\"")) return 0;
    const auto text = said();
    return static_cast<std::uint16_t>(std::atoi(text.c_str() + text.find(kMark) + kMark.size()));
}

void Spawned::signal(int number) const {
    kill(pid_, number);
}

int Spawned::exit_code() {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (!reaped_ && std::chrono::steady_clock::now() < until) {
        int status = 0;
        if (waitpid(pid_, &status, WNOHANG) != pid_) {
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
            continue;
        }
        reaped_ = true;
        exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    {
        std::unique_lock lock{mutex_};
        heard_.wait_for(lock, kPatience, [&] { return ended_; });
    }
    return exit_code_;
}

std::string Spawned::said() {
    const std::lock_guard lock{mutex_};
    return text_;
}

}  // namespace unrip::test

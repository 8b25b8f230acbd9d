#include "support/service_process.hpp"

#include "support/loopback.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace unrip::test {
namespace {

constexpr std::chrono::seconds kPatience{60};
constexpr std::chrono::milliseconds kLookAgain{20};

}  // namespace

std::string program_path(const std::string& name) {
    // Nothing in a test changes its environment.
    const char* elsewhere = std::getenv("UNRIP_BIN_DIR");  // NOLINT(concurrency-mt-unsafe)
    auto path = std::string{elsewhere == nullptr ? UNRIP_BIN_DIR : elsewhere} + "/" + name;
    if (::access(path.c_str(), X_OK) != 0) throw std::runtime_error{path + " is not there"};
    return path;
}

void run_program(const std::string& name, const std::map<std::string, std::string>& environment) {
    const auto command = in_environment(environment, program_path(name));
    const auto finished = run_child(command, "", RunAs{});
    if (finished.exit_code != 0) throw std::runtime_error{name + ": " + finished.output};
}

ServiceProcess::ServiceProcess(
    std::string name,
    const std::string& port_variable,
    std::map<std::string, std::string> environment
)
    : name_{std::move(name)}, environment_{std::move(environment)}, port_{free_port()} {
    environment_[port_variable] = std::to_string(port_);
    environment_.emplace("UNRIP_LOG_FORMAT", "json");
}

ServiceProcess::~ServiceProcess() {
    if (is_running()) kill_9();
}

void ServiceProcess::start() {
    const auto command = in_environment(environment_, program_path(name_));
    process_ = start_child(command, (directory_.path() / "log").string(), RunAs{});
}

void ServiceProcess::start_doomed(const std::string& at) {
    auto environment = environment_;
    environment["FAULT_POINT_AT"] = at;
    const auto command = in_environment(environment, program_path("../tests/bin/" + name_));
    process_ = start_child(command, (directory_.path() / "log").string(), RunAs{});
}

void ServiceProcess::kill_9() {
    ::kill(process_, SIGKILL);
    await_exit();
}

int ServiceProcess::stop() {
    ::kill(process_, SIGTERM);
    return await_exit();
}

void ServiceProcess::freeze() const {
    ::kill(process_, SIGSTOP);
}

void ServiceProcess::thaw() const {
    ::kill(process_, SIGCONT);
}

int ServiceProcess::await_exit() {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    int status = 0;
    while (::waitpid(process_, &status, WNOHANG) == 0) {
        if (std::chrono::steady_clock::now() > end) {
            throw std::runtime_error{name_ + " does not end:\n" + log()};
        }
        std::this_thread::sleep_for(kLookAgain);
    }
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void ServiceProcess::await_ready() const {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (get("/readyz").status != 200) {
        if (!is_running() || std::chrono::steady_clock::now() > end) {
            throw std::runtime_error{name_ + " does not get ready:\n" + log()};
        }
        std::this_thread::sleep_for(kLookAgain);
    }
}

bool ServiceProcess::comes_to_say(std::string_view path, std::string_view text) const {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (get(path).body.find(text) == std::string::npos) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(kLookAgain);
    }
    return true;
}

ServiceProcess::Answer ServiceProcess::call(
    std::string_view method, std::string_view path, std::string_view body, std::string_view headers
) const {
    std::ostringstream request;
    request << method << ' ' << path << " HTTP/1.1\r\nHost: 127.0.0.1:" << port_
            << "\r\nConnection: close\r\n"
            << headers;
    if (!body.empty()) {
        request << "Content-Type: application/json\r\nContent-Length: " << body.size() << "\r\n";
    }
    request << "\r\n" << body;
    constexpr std::size_t answer_max = 1'000'000;
    const LoopbackSocket socket;
    if (!socket.connect(port_)) return {};
    socket.send(request.str());
    const auto text = socket.receive(answer_max);
    const auto head_end = text.find("\r\n\r\n");
    if (!text.starts_with("HTTP/1.1 ") || head_end == std::string::npos) return {};
    return {std::stoi(text.substr(9, 3)), text.substr(head_end + 4)};
}

std::string ServiceProcess::log() const {
    std::ifstream file{directory_.path() / "log"};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace unrip::test

#include "support/nats_server.hpp"

#include "support/child_process.hpp"
#include "support/loopback.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

namespace unrip::test {
namespace {

constexpr int kSecondsToStart = 60;
constexpr int kSecondsToStop = 60;

bool greets(std::uint16_t port) {
    constexpr int patience_seconds = 1;
    const LoopbackSocket socket{patience_seconds};
    return socket.connect(port) && socket.receive(4) == "INFO";
}

std::string find_server() {
    // Nothing in a test changes its environment.
    // NOLINTNEXTLINE(concurrency-mt-unsafe)
    if (const auto* named = std::getenv("UNRIP_NATS_SERVER"); named != nullptr) return named;
    const std::filesystem::path tools = std::filesystem::path{UNRIP_SOURCE_DIR} / "var/tools";
    for (const auto* place : {"nats-server", "nats-server/usr/sbin/nats-server"}) {
        if (std::filesystem::is_regular_file(tools / place)) return tools / place;
    }
    // NOLINTNEXTLINE(concurrency-mt-unsafe)
    const auto* path = std::getenv("PATH");
    std::istringstream folders{std::string{path == nullptr ? "" : path} + ":/usr/sbin"};
    for (std::string folder; std::getline(folders, folder, ':');) {
        const auto candidate = std::filesystem::path{folder} / "nats-server";
        if (std::filesystem::is_regular_file(candidate)) return candidate;
    }
    throw std::runtime_error{"no nats-server: run scripts/deps, or set UNRIP_NATS_SERVER"};
}

}  // namespace

NatsServer::NatsServer(std::string configuration, std::string sync_interval)
    : configuration_{std::move(configuration)}, sync_interval_{std::move(sync_interval)} {
    constexpr int ports_to_try = 5;  // Between finding a free port and taking it, another may.
    for (int i = 0; i < ports_to_try; ++i) {
        port_ = free_port();
        if (try_start()) return;
    }
    throw std::runtime_error{"nats-server does not start: " + log()};
}

NatsServer::~NatsServer() {
    if (process_ > 0) end(SIGKILL);
}

void NatsServer::write_configuration() const {
    std::ostringstream text;
    text << "host: 127.0.0.1\nport: " << port_ << "\njetstream {\n  store_dir: \""
         << store().string() << "\"\n  max_file_store: 64GB\n";
    if (!sync_interval_.empty()) text << "  sync_interval: \"" << sync_interval_ << "\"\n";
    text << "}\n" << configuration_ << "\n";
    directory_.write("server.conf", text.str());
}

bool NatsServer::try_start() {
    write_configuration();
    const auto configuration = (directory_.path() / "server.conf").string();
    const auto log_file = (directory_.path() / "server.log").string();
    process_ = start_child({find_server(), "-c", configuration}, log_file, RunAs{});
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{kSecondsToStart};
    while (std::chrono::steady_clock::now() < end) {
        if (::waitpid(process_, nullptr, WNOHANG) != 0) {
            process_ = -1;
            return false;
        }
        if (greets(port_)) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    this->end(SIGKILL);
    return false;
}

void NatsServer::start() {
    if (!try_start()) throw std::runtime_error{"nats-server does not come back: " + log()};
}

void NatsServer::stop() {
    end(SIGTERM);
}

void NatsServer::kill() {
    end(SIGKILL);
}

void NatsServer::freeze() const {
    ::kill(process_, SIGSTOP);
}

void NatsServer::thaw() const {
    ::kill(process_, SIGCONT);
}

void NatsServer::end(int signal) {
    ::kill(process_, signal);
    if (!await_end(process_, kSecondsToStop)) throw std::runtime_error{"nats-server does not end"};
    process_ = -1;
}

std::string NatsServer::url() const {
    return "nats://127.0.0.1:" + std::to_string(port_);
}

std::string NatsServer::url(const std::string& user, const std::string& password) const {
    return "nats://" + user + ":" + password + "@127.0.0.1:" + std::to_string(port_);
}

std::string NatsServer::log() const {
    std::ifstream file{directory_.path() / "server.log"};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace unrip::test

#include "support/postgres_server.hpp"

#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace unrip::test {
namespace {

namespace fs = std::filesystem;

fs::path find_programs() {
    if (const char* given = std::getenv("UNRIP_PG_BIN"))
        return given;  // NOLINT(concurrency-mt-unsafe)
    fs::path newest;
    int newest_version = 0;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator{"/usr/lib/postgresql", none}) {
        const int version = std::atoi(entry.path().filename().c_str());  // NOLINT(cert-err34-c)
        if (version > newest_version && fs::exists(entry.path() / "bin" / "postgres")) {
            newest_version = version;
            newest = entry.path() / "bin";
        }
    }
    if (!newest.empty()) return newest;
    const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe)
    std::istringstream folders{path == nullptr ? "" : path};
    for (std::string folder; std::getline(folders, folder, ':');) {
        if (fs::exists(fs::path{folder} / "postgres")) return folder;
    }
    throw std::runtime_error{"no PostgreSQL server found: install it, or set UNRIP_PG_BIN"};
}

/// PostgreSQL refuses to run as root.
RunAs server_user() {
    if (::geteuid() != 0) return {};
    for (const char* name : {"postgres", "nobody"}) {
        if (const auto* user = ::getpwnam(name)) {  // NOLINT(concurrency-mt-unsafe)
            return {user->pw_uid, user->pw_gid};
        }
    }
    throw std::runtime_error{"root cannot run PostgreSQL and there is neither postgres nor nobody"};
}

fs::path make_directory(RunAs owner) {
    std::string name = "/tmp/unrip-pg-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"cannot create " + name};
    if (owner.user != static_cast<uid_t>(-1) &&
        ::chown(name.c_str(), owner.user, owner.group) != 0) {
        throw std::runtime_error{"cannot give away " + name};
    }
    return name;
}

void run_or_throw(const std::vector<std::string>& command, RunAs run_as) {
    const auto finished = run_child(command, "", run_as);
    if (finished.exit_code != 0) {
        throw std::runtime_error{command.front() + " failed:\n" + finished.output};
    }
}

/// A fresh cluster, made once per test binary and copied from then on.
class Template {
  public:
    Template(const fs::path& bin, RunAs run_as) : directory_{make_directory(run_as)} {
        const auto password_file = directory_ / "password";
        std::ofstream{password_file} << PostgresServer::kPassword << '\n';
        run_or_throw(
            {bin / "initdb",
             "--pgdata=" + data().string(),
             "--username=" + std::string{PostgresServer::kUser},
             "--pwfile=" + password_file.string(),
             "--auth=scram-sha-256",
             "--encoding=UTF8",
             "--no-locale",
             "--no-sync"},
            run_as
        );
    }
    ~Template() {
        std::error_code ignored;
        fs::remove_all(directory_, ignored);
    }
    Template(const Template&) = delete;
    Template& operator=(const Template&) = delete;

    fs::path data() const { return directory_ / "data"; }

  private:
    fs::path directory_;
};

/// Its lock file says so; one that a killed server left behind has another process in it.
bool is_ready(const fs::path& data, pid_t postmaster) {
    std::ifstream file{data / "postmaster.pid"};
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        if (number == 1 && line != std::to_string(postmaster)) return false;
        if (number == 8) return line.rfind("ready", 0) == 0;
    }
    return false;
}

std::string percent_encode_all(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += kHex[byte >> 4U];
        encoded += kHex[byte & 15U];
    }
    return encoded;
}

}  // namespace

PostgresServer::PostgresServer(Start start_when, std::vector<std::string> options)
    : bin_{find_programs()}, options_{std::move(options)}, run_as_{server_user()} {
    static const Template fresh{bin_, run_as_};
    directory_ = make_directory(run_as_);
    run_or_throw({"/bin/cp", "-a", fresh.data(), directory_ / "data"}, run_as_);
    if (start_when == Start::now) start();
}

PostgresServer::~PostgresServer() {
    if (postmaster_ > 0) {
        signal_all(SIGCONT);
        ::kill(postmaster_, SIGQUIT);
        if (!await_end(postmaster_, 20)) {
            ::kill(postmaster_, SIGKILL);
            await_end(postmaster_, 20);
        }
    }
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
}

void PostgresServer::start() {
    std::vector<std::string> command{
        program("postgres"),
        "-D",
        directory_ / "data",
        "-k",
        directory_,
        "-c",
        "listen_addresses=",
        "-c",
        "max_connections=40",
        "-c",
        "shared_buffers=32MB",
    };
    for (const auto& option : options_) {
        command.emplace_back("-c");
        command.push_back(option);
    }
    postmaster_ = start_child(command, directory_ / "log", run_as_);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (!is_ready(directory_ / "data", postmaster_)) {
        if (await_end(postmaster_, 0)) {
            postmaster_ = -1;
            fail_with_log("PostgreSQL ended while it started");
        }
        if (std::chrono::steady_clock::now() >= end) fail_with_log("PostgreSQL does not get ready");
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
}

void PostgresServer::stop() {
    ::kill(postmaster_, SIGINT);
    if (!await_end(postmaster_, 60)) fail_with_log("PostgreSQL does not stop");
    postmaster_ = -1;
}

void PostgresServer::kill_9() {
    // Stopped first, or it would go on giving birth; once it is dead nobody knows whose they were.
    ::kill(postmaster_, SIGSTOP);
    const auto backends = children_of(postmaster_);
    ::kill(postmaster_, SIGKILL);
    for (const pid_t backend : backends)
        ::kill(backend, SIGKILL);
    if (!await_end(postmaster_, 20)) fail_with_log("PostgreSQL survives kill -9");
    postmaster_ = -1;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (std::any_of(backends.begin(), backends.end(), is_running)) {
        if (std::chrono::steady_clock::now() >= end) fail_with_log("a backend survives kill -9");
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

void PostgresServer::freeze() {
    signal_all(SIGSTOP);
}

void PostgresServer::thaw() {
    signal_all(SIGCONT);
}

std::string PostgresServer::url(std::string_view database) const {
    return url_with_password(kPassword, database);
}

std::string PostgresServer::url_with_password(std::string_view password, std::string_view database)
    const {
    return "postgresql://" + std::string{kUser} + ':' + percent_encode_all(password) + "@/" +
           std::string{database} + "?host=" + directory_.string();
}

std::string PostgresServer::url_at(const std::filesystem::path& folder, std::string_view database) {
    return "postgresql://" + std::string{kUser} + ':' + percent_encode_all(kPassword) + "@/" +
           std::string{database} + "?host=" + folder.string();
}

std::string PostgresServer::create_database(const std::string& name, const std::string& original) {
    sql("postgres", "create database " + name + " template " + original);
    return url(name);
}

std::string PostgresServer::sql(std::string_view database, const std::string& text) const {
    const std::vector<std::string> command{
        program("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", url(database)};
    auto finished = run_child(command, text, {});
    if (finished.exit_code != 0) throw std::runtime_error{"psql: " + finished.output};
    while (!finished.output.empty() && finished.output.back() == '\n')
        finished.output.pop_back();
    return finished.output;
}

std::string PostgresServer::log() const {
    std::ifstream file{directory_ / "log"};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string PostgresServer::program(std::string_view name) const {
    return bin_ / name;
}

std::vector<pid_t> PostgresServer::pids() const {
    auto all = children_of(postmaster_);
    all.insert(all.begin(), postmaster_);
    return all;
}

void PostgresServer::signal_all(int signal) const {
    ::kill(postmaster_, signal);
    for (const pid_t backend : children_of(postmaster_))
        ::kill(backend, signal);
}

void PostgresServer::fail_with_log(const std::string& what) const {
    throw std::runtime_error{what + ". Its log:\n" + log()};
}

}  // namespace unrip::test

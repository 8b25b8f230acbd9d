#pragma once

#include "support/child_process.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::test {

/// A PostgreSQL of our own in a temporary directory, on a unix socket there, with fsync on. Gone
/// with the object. Its programs are those of UNRIP_PG_BIN, else the newest
/// /usr/lib/postgresql/*/bin, else those of PATH. Started as root, it runs as the user postgres.
/// Whatever goes wrong is thrown as std::runtime_error with the server's log.
class PostgresServer {
  public:
    static constexpr std::string_view kUser = "unrip";
    static constexpr std::string_view kPassword = "c0rrect+horse";

    enum class Start { now, later };
    /// `options` are settings as of postgresql.conf: "max_connections=5".
    explicit PostgresServer(Start start = Start::now, std::vector<std::string> options = {});
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    /// Ready for clients when it returns. To be called on a thread that stays: the server ends with
    /// the thread that started it.
    void start();
    /// Cuts connections, checkpoints, ends.
    void stop();
    /// kill -9 of the postmaster and every process of it: as if the machine's power went.
    void kill_9();

    /// Postmaster and backends stand still, with their sockets open.
    void freeze();
    void thaw();

    /// postgresql://unrip:...@/<database>?host=<directory>
    std::string url(std::string_view database = "postgres") const;
    std::string url_with_password(std::string_view password, std::string_view database = "postgres")
        const;

    std::filesystem::path data() const { return directory_ / "data"; }
    bool is_there() const { return postmaster_ > 0 && is_running(postmaster_); }
    /// Where its clients knock, and the same for a URL with another folder in its place.
    std::filesystem::path socket() const { return directory_ / kSocket; }
    static std::string url_at(const std::filesystem::path& folder, std::string_view database);
    static constexpr auto kSocket = ".s.PGSQL.5432";

    /// A new database, empty or a copy of another one that nobody uses; returns its URL.
    std::string create_database(const std::string& name, const std::string& original = "template0");

    /// Runs SQL with psql, apart from what is tested; unaligned rows, '|' between columns, without
    /// the last line end.
    std::string sql(std::string_view database, const std::string& text) const;

    std::string log() const;
    /// Of the postmaster; everything else of it is its child.
    pid_t pid() const { return postmaster_; }

    /// The postmaster and its backends.
    std::vector<pid_t> pids() const;

  private:
    std::string program(std::string_view name) const;
    void signal_all(int signal) const;
    [[noreturn]] void fail_with_log(const std::string& what) const;

    std::filesystem::path bin_;
    std::filesystem::path directory_;
    std::vector<std::string> options_;
    RunAs run_as_;
    pid_t postmaster_ = -1;
};

}  // namespace unrip::test

#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "store/url.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::store {

/// One value as PostgreSQL writes it, or NULL.
using Cell = std::optional<std::string>;
using Cells = std::vector<Cell>;

/// What a statement answered.
struct Rows {
    std::vector<Cells> cells;
    std::size_t affected = 0;  ///< Rows written by insert, update or delete.
};

class Session;

/// An open transaction of a Session. Ends with the function that was given it.
class Transaction {
  public:
    /// Without parameters the text may hold several statements; the answer is the last one's.
    Result<Rows> run(const std::string& sql, const Cells& parameters = {});

    /// The same for a statement that comes again and again: prepared once per connection.
    Result<Rows> run_prepared(const std::string& sql, const Cells& parameters);

    /// Puts some lines (copy_text.hpp) in place of what the text holds, without the last line end.
    /// False: there are no more.
    using NextLines = std::function<bool(std::string& lines)>;

    /// Adds rows to a table by COPY: all of them or, with an Error, none. The quickest way in, but
    /// it knows no "on conflict". The server reads the first lines while the next are made.
    Result<void> copy(
        const std::string& table, const std::vector<std::string>& columns, const NextLines& next
    );

    /// SQLSTATE of the last refusal; empty when there was none.
    const std::string& sqlstate() const;

  private:
    friend class Session;
    struct Parts;
    explicit Transaction(Parts& parts) : parts_{parts} {}

    Parts& parts_;
};

/// One connection, blocking, for one thread: everything that is said with libpqxx is said here.
/// It never reconnects by itself: what is broken stays so until open() is called again.
class Session {
  public:
    struct Settings {
        ConnectionUrl url;
        std::string application_name;
        Milliseconds connect_timeout;
        Milliseconds statement_timeout;
    };

    explicit Session(Settings settings);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// A new connection in place of the old one. `refused`: wrong password, no such database;
    /// `unavailable`: anything that time may heal.
    Result<void> open();
    void close() noexcept;
    bool is_open() const noexcept;

    /// The connection's socket, or -1: for whoever must end a wait from another thread.
    int socket() const noexcept;

    using Work = std::function<Result<void>(Transaction&)>;

    /// Begins, works, commits; an Error of the work rolls back. `timed_out` when the connection
    /// broke while committing: the transaction may or may not be there.
    Result<void> in_transaction(const Work& work);

  private:
    struct Connection;

    Settings settings_;
    std::unique_ptr<Connection> connection_;
};

}  // namespace unrip::store

#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/task.hpp"
#include "store/session.hpp"
#include "store/worker.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace unrip::store {

struct DatabaseSettings {
    std::string url;  ///< postgresql://user:password@host:port/database?sslmode=...
    std::string application_name = "unrip";
    Milliseconds statement_timeout{10'000};  ///< The server cancels a statement that takes longer.
    Milliseconds connect_timeout{5'000};
    Milliseconds call_timeout{30'000};  ///< Of a whole call, its wait in the queue included.
    std::size_t queue_max = 64;         ///< A call more is answered unavailable.
    net::BackoffSettings backoff{Milliseconds{100}, Milliseconds{10'000}};
    Milliseconds idle_check{5'000};
};

/// PostgreSQL behind Task: one connection on one thread of its own, answers come back into the
/// loop of `executor`. The connection comes and comes back by itself; while it is away calls are
/// answered at once with the reason.
///
/// Errors: `unavailable` nothing was done, worth another try; `timed_out` the outcome is unknown,
/// repeat only what may happen twice; `refused` PostgreSQL says no ("<SQLSTATE>: <message>"), or
/// the URL, the user or the database is wrong. No error shows the password of the URL.
class Database {
  public:
    Database(boost::asio::any_io_executor executor, const DatabaseSettings& settings);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs the work in one transaction on the store's thread; an Error of the work rolls it back.
    /// The work owns what it uses: after a time-out it may outlive the caller.
    template <class T>
    Task<Result<T>> in_transaction(
        std::function<Result<T>(Transaction&)> work, std::optional<Milliseconds> limit = {}
    ) {
        auto answer = std::make_shared<std::optional<Result<T>>>();
        Session::Work kept = [answer, work = std::move(work)](Transaction& transaction) {
            answer->emplace(work(transaction));
            return **answer ? Result<void>{} : Result<void>{(*answer)->failure()};
        };
        const auto done = co_await perform(std::move(kept), limit);
        if (!done) co_return done.failure();
        co_return std::move(**answer);
    }

    /// One statement, in a transaction of its own.
    Task<Result<Rows>> query(std::string sql, Cells parameters = {});

    /// Waits until the database answers, for at most so long. Ends early only when `refused`.
    Task<Result<void>> ready(Milliseconds limit);

    DatabaseStatus status() const;

  private:
    struct Pending;

    Task<Result<void>> perform(Session::Work work, std::optional<Milliseconds> limit);

    boost::asio::any_io_executor executor_;
    Milliseconds call_timeout_;
    std::optional<Error> wrong_url_;
    std::unique_ptr<Worker> worker_;  ///< Absent when the URL is wrong.
};

}  // namespace unrip::store

#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/connection.hpp"
#include "net/task.hpp"
#include "net/url.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace unrip::net {

/// Connections that wait for their next request, and the count of all per origin.
class ConnectionPool {
  public:
    struct Limits {
        std::size_t per_origin_max;
        Milliseconds idle_max;
    };

    /// A connection on loan. It goes back only when keep() was called; else it is closed.
    class Loan {
      public:
        Loan(ConnectionPool& pool, std::string origin);
        Loan(Loan&& other) noexcept;
        Loan(const Loan&) = delete;
        Loan& operator=(const Loan&) = delete;
        Loan& operator=(Loan&&) = delete;
        ~Loan();

        Connection& connection() { return *connection_; }
        bool is_reused() const { return is_reused_; }
        void keep() { is_to_be_kept_ = true; }

      private:
        friend class ConnectionPool;

        ConnectionPool* pool_;
        std::string origin_;
        std::unique_ptr<Connection> connection_;
        bool is_reused_ = false;
        bool is_to_be_kept_ = false;
    };

    ConnectionPool(
        boost::asio::any_io_executor executor, const std::string& ca_file, Limits limits
    );

    /// A kept connection that is still quiet, unless a fresh one is asked for, or a new one.
    /// `refused` when the origin has as many as it may.
    Task<Result<Loan>> borrow(Url url, bool must_be_fresh);

  private:
    struct Idle {
        std::unique_ptr<Connection> connection;
        Tick since;
    };
    struct Origin {
        std::vector<Idle> idle;  ///< The last one was used last.
        std::size_t on_loan = 0;
    };

    void close_the_stale(Tick now);
    static std::unique_ptr<Connection> take_idle(Origin& origin);
    void give_back(Loan& loan);

    boost::asio::any_io_executor executor_;
    TlsTrust trust_;
    Limits limits_;
    std::map<std::string, Origin, std::less<>> origins_;
};

}  // namespace unrip::net

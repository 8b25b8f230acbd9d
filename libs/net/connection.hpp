#pragma once

#include "core/result.hpp"
#include "net/task.hpp"
#include "net/url.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace unrip::net {

/// Which certificates are believed.
class TlsTrust {
  public:
    /// PEM file; empty: the authorities the system trusts. It is read, and TLS made ready, when the
    /// first connection needs it; all who trust the same share that.
    explicit TlsTrust(std::string ca_file);
    TlsTrust(const TlsTrust&) = delete;
    TlsTrust& operator=(const TlsTrust&) = delete;
    ~TlsTrust();

  private:
    friend class Connection;
    struct Context;
    Context& context() const;

    std::string ca_file_;
    mutable std::shared_ptr<Context> context_;
};

/// A byte stream to one host, in the clear or under TLS. It is the one place where the two differ
/// and where TLS is spoken; whatever is built on it is compiled once for both.
class Connection {
  public:
    using Handler =
        boost::asio::any_completion_handler<void(boost::system::error_code, std::size_t)>;
    using Opened = Result<std::unique_ptr<Connection>>;

    /// Looks up the name, connects to its addresses one after the other, shakes hands. Sets no
    /// limit to the whole of it. Errors: `refused` when the certificate is not to be trusted,
    /// `unavailable` otherwise; both name the origin.
    static Task<Opened> open(
        boost::asio::any_io_executor executor, const Url& url, const TlsTrust& trust
    );

    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection() = default;

    virtual boost::asio::any_io_executor executor() = 0;
    /// One read and one write may be under way at a time.
    virtual void start_read(boost::asio::mutable_buffer into, Handler handler) = 0;
    virtual void start_write(boost::asio::const_buffer from, Handler handler) = 0;
    /// Ends what is under way. Without farewell: what must not be cut short says so in its
    /// protocol.
    virtual void close() = 0;
    /// Open, and nothing has arrived that nobody asked for (such as the other side's close).
    virtual bool is_quiet() = 0;

    struct Read {
        boost::system::error_code error;
        std::size_t bytes = 0;
    };
    Task<Read> read_some(boost::asio::mutable_buffer into);
    /// All of it, or an error.
    Task<boost::system::error_code> write(std::string_view bytes);
};

}  // namespace unrip::net

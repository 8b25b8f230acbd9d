#pragma once

#include "core/result.hpp"
#include "door/fault.hpp"
#include "door/spoilt_socket.hpp"
#include "net/http_server.hpp"

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace unrip::sandbox {

/// Who lives at one place of the venue's port: "/kraken" and all below it.
struct Place {
    /// `rest` is what follows the place: "/0/public/Ticker?pair=XBTEUR", "/" at least.
    using Answer = std::function<Task<net::ServedAnswer>(net::ServedRequest, std::string rest)>;
    using Refuse = std::function<
        std::optional<net::ServedAnswer>(const net::ServedRequest&, const std::string& rest)>;
    using Converse = std::function<
        Task<void>(std::shared_ptr<net::ServerSocket>, net::ServedRequest, std::string rest)>;

    Answer answer;      ///< Null: no HTTP here.
    Refuse refuse;      ///< Null: every handshake is welcome.
    Converse converse;  ///< Null: no sockets here.
};

/// The one port behind which the whole venue is, a place per counterpart, so that a service needs
/// nothing but other addresses. Faults happen here, between the client and the place.
class Door {
  public:
    /// `faults` and `clock` are borrowed.
    Door(
        const boost::asio::any_io_executor& executor,
        const Clock& clock,
        Faults& faults,
        std::size_t connections_max
    );

    void add(std::string place, Place who);

    Result<void> open(const std::string& address, std::uint16_t port);
    std::uint16_t port() const { return server_.port(); }
    std::size_t connections() const { return server_.connections(); }

    /// Some fifty times a second.
    void beat(Instant now);

    /// Ends all sockets of a place, as a restart there does.
    std::size_t cut(std::string_view place);

    Task<void> close() { return server_.close(); }

  private:
    struct Visit {
        std::string place;
        std::string rest;
        const Place* who = nullptr;
    };

    Visit visit(std::string_view target) const;
    std::optional<net::ServedAnswer> spoilt_request(std::string_view place);
    net::HttpServerHandlers handlers();
    Task<net::ServedAnswer> answer(net::ServedRequest request);
    std::optional<net::ServedAnswer> refuse(const net::ServedRequest& request);
    Task<void> converse(std::shared_ptr<net::ServerSocket> socket, net::ServedRequest request);

    const Clock& clock_;
    Faults& faults_;
    std::map<std::string, Place, std::less<>> places_;
    std::list<std::shared_ptr<SpoiltSocket>> sockets_;
    Instant swept_{};
    net::HttpServer server_;
};

}  // namespace unrip::sandbox

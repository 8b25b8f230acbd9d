#include "net/resolve.hpp"

#include "net/event.hpp"

#include <boost/asio/this_coro.hpp>

#include <memory>
#include <utility>

namespace unrip::net {
namespace {

using boost::asio::ip::tcp;

/// Owned by the look-up and by whoever waits for it, since either may end first.
struct Lookup {
    explicit Lookup(const boost::asio::any_io_executor& executor)
        : resolver{executor}, has_ended{executor} {}

    tcp::resolver resolver;
    Event has_ended;
    boost::system::error_code error;
    Endpoints endpoints;
};

void start(const std::shared_ptr<Lookup>& lookup, const std::string& host, std::uint16_t port) {
    lookup->resolver.async_resolve(
        host,
        std::to_string(port),
        tcp::resolver::numeric_service,
        [lookup](boost::system::error_code error, const tcp::resolver::results_type& found) {
            lookup->error = error;
            for (const auto& entry : found)
                lookup->endpoints.push_back(entry.endpoint());
            lookup->has_ended.set();
        }
    );
}

}  // namespace

Task<Result<Endpoints>> resolve(std::string host, std::uint16_t port) {
    boost::system::error_code no_address;
    const auto address = boost::asio::ip::make_address(host, no_address);
    if (!no_address) {
        Endpoints one;
        one.emplace_back(address, port);
        co_return one;
    }
    const auto executor = co_await boost::asio::this_coro::executor;
    const auto lookup = std::make_shared<Lookup>(executor);
    start(lookup, host, port);
    co_await lookup->has_ended.wait();
    if (lookup->error) {
        co_return fail(Error::Kind::unavailable, host + ": " + lookup->error.message());
    }
    co_return std::move(lookup->endpoints);
}

}  // namespace unrip::net

#include "net/sleep.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace unrip::net {

Task<void> sleep_for(Nanoseconds duration) {
    const auto executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer{executor};
    timer.expires_after(duration);
    co_await timer.async_wait(boost::asio::use_awaitable);
}

}  // namespace unrip::net

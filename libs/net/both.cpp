#include "net/both.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <utility>

namespace unrip::net {

Task<void> both(Task<void> one, Task<void> other) {
    using namespace boost::asio::experimental::awaitable_operators;
    co_await (std::move(one) && std::move(other));
}

}  // namespace unrip::net

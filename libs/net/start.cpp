#include "net/start.hpp"

#include <boost/asio/co_spawn.hpp>

#include <exception>

namespace unrip::net {

void start(const boost::asio::any_io_executor& executor, Task<void> task) {
    boost::asio::co_spawn(executor, std::move(task), [](const std::exception_ptr& thrown) {
        if (thrown) std::rethrow_exception(thrown);
    });
}

}  // namespace unrip::net

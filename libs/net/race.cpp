#include "net/race.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <utility>

namespace unrip::net {
namespace {

struct Race {
    bool is_over = false;
    std::exception_ptr failure;
};

/// A loser ends with operation_aborted, and that is as it should be; anything else it throws is
/// news.
Task<void> run_in(Race& race, Task<void> work) {
    try {
        co_await std::move(work);
    } catch (const boost::system::system_error& error) {
        const bool is_lost = race.is_over && error.code() == boost::asio::error::operation_aborted;
        if (!is_lost && !race.failure) race.failure = std::current_exception();
    } catch (...) {
        if (!race.failure) race.failure = std::current_exception();
    }
    race.is_over = true;
}

}  // namespace

Task<void> first_to_end(Task<void> one, Task<void> other) {
    using namespace boost::asio::experimental::awaitable_operators;
    Race race;
    co_await (run_in(race, std::move(one)) || run_in(race, std::move(other)));
    if (race.failure) std::rethrow_exception(race.failure);
}

}  // namespace unrip::net

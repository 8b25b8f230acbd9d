#pragma once

#include "net/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace unrip::test {

/// Runs the loop until the task has ended, and throws what it threw. Other coroutines of the loop
/// go on in between, and stand still once it has returned.
inline void run_task(boost::asio::io_context& loop, Task<void> task) {
    std::exception_ptr failure;
    bool has_ended = false;
    boost::asio::co_spawn(loop, std::move(task), [&](const std::exception_ptr& thrown) {
        failure = thrown;
        has_ended = true;
    });
    loop.restart();
    while (!has_ended && loop.run_one() > 0) {
    }
    if (failure) std::rethrow_exception(failure);
    if (!has_ended) throw std::logic_error{"the loop ran dry before the task ended"};
}

/// Keeps what a task returns: co_spawn itself hands over only what can be made from nothing.
template <class T>
Task<void> keep(std::optional<T>& kept, Task<T> task) {
    auto value = co_await std::move(task);
    kept.emplace(std::move(value));
}

template <class T>
T run_task(boost::asio::io_context& loop, Task<T> task) {
    std::optional<T> kept;
    run_task(loop, keep(kept, std::move(task)));
    return std::move(*kept);
}

}  // namespace unrip::test

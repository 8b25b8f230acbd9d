#pragma once

#include "net/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace unrip::test {

/// Runs the loop until the task has ended and hands back what it returned or threw. Other
/// coroutines of the loop go on in between, and stand still once it has returned.
template <class T>
T run_task(boost::asio::io_context& loop, Task<T> task) {
    std::optional<T> answer;
    std::exception_ptr failure;
    bool has_ended = false;
    boost::asio::co_spawn(loop, std::move(task), [&](std::exception_ptr thrown, T value) {
        failure = thrown;
        if (!thrown) answer.emplace(std::move(value));
        has_ended = true;
    });
    loop.restart();
    while (!has_ended && loop.run_one() > 0) {
    }
    if (failure) std::rethrow_exception(failure);
    if (!answer) throw std::logic_error{"the loop ran dry before the task ended"};
    return std::move(*answer);
}

inline void run_task(boost::asio::io_context& loop, Task<void> task) {
    std::exception_ptr failure;
    bool has_ended = false;
    boost::asio::co_spawn(loop, std::move(task), [&](std::exception_ptr thrown) {
        failure = thrown;
        has_ended = true;
    });
    loop.restart();
    while (!has_ended && loop.run_one() > 0) {
    }
    if (failure) std::rethrow_exception(failure);
    if (!has_ended) throw std::logic_error{"the loop ran dry before the task ended"};
}

}  // namespace unrip::test

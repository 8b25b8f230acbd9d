#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/task.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <optional>
#include <string>
#include <utility>

namespace unrip::bus {

/// A place where one coroutine waits for one answer. Shared by the one who waits and the one who
/// will know, since either may go first.
template <class T>
class Answer {
  public:
    explicit Answer(const boost::asio::any_io_executor& executor) : timer_{executor} {
        timer_.expires_at(boost::asio::steady_timer::time_point::max());
    }

    /// The first word counts.
    void give(Result<T> result) {
        if (result_) return;
        result_.emplace(std::move(result));
        timer_.cancel();
    }

    bool is_given() const { return result_.has_value(); }

    /// Timed out when nothing was given within the limit. Ends early by cancellation.
    Task<Result<T>> wait(Milliseconds limit, std::string what) {
        if (!result_) {
            timer_.expires_after(limit);
            co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        }
        if (result_) co_return *result_;
        auto detail = what + ": no answer within " + std::to_string(limit.count()) + " ms";
        co_return fail(Error::Kind::timed_out, std::move(detail));
    }

  private:
    boost::asio::steady_timer timer_;
    std::optional<Result<T>> result_;
};

}  // namespace unrip::bus

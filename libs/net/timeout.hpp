#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/task.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace unrip::net {

namespace detail {

/// Ends with the work or at the limit, whichever comes first; the work has then ended either way.
/// True when the limit came first.
Task<bool> outlasts(Milliseconds limit, Task<void> work);
Failure took_too_long(Milliseconds limit, std::string_view what);

template <class T>
Task<void> keep_answer(std::optional<Result<T>>& kept, Task<Result<T>> work) {
    auto answer = co_await std::move(work);
    kept.emplace(std::move(answer));
}

}  // namespace detail

/// The answer of the work, or after the limit Error timed_out: "<what> took longer than <limit>
/// ms". Late work is cancelled and awaited, so it never outlives this call; work that answers in
/// spite of being cancelled is believed. What the work throws is thrown on.
template <class T>
Task<Result<T>> within(Milliseconds limit, Task<Result<T>> work, std::string_view what) {
    std::optional<Result<T>> answer;
    auto kept = detail::keep_answer(answer, std::move(work));
    const bool is_late = co_await detail::outlasts(limit, std::move(kept));
    if (!answer || (is_late && !*answer)) co_return detail::took_too_long(limit, what);
    co_return std::move(*answer);
}

}  // namespace unrip::net

#pragma once

#include "core/result.hpp"
#include "net/task.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <string_view>

namespace unrip::runtime {

/// A program that does one thing and ends: runs the work on a loop of its own; what it returns is
/// the exit code. CannotStart ends with 2, anything else thrown with 1, each said in one line.
int run_program(
    std::string_view name, const std::function<Task<int>(boost::asio::any_io_executor)>& work
);

/// Says what went wrong and returns the exit code for it: 1 when another start may mend it, 2 when
/// a person must look.
int give_up(std::string_view name, const Error& error);

}  // namespace unrip::runtime

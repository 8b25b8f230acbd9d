#include "runtime/program.hpp"

#include "runtime/env.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <iostream>

namespace unrip::runtime {

int run_program(
    std::string_view name, const std::function<Task<int>(boost::asio::any_io_executor)>& work
) {
    int exit_code = 1;
    try {
        boost::asio::io_context loop;
        auto task = work(loop.get_executor());
        boost::asio::co_spawn(
            loop,
            std::move(task),
            [&](const std::exception_ptr& thrown, int code) {
                if (thrown) std::rethrow_exception(thrown);
                exit_code = code;
            }
        );
        loop.run();
    } catch (const CannotStart& reason) {
        std::cerr << reason.what() << '\n';
        return 2;
    } catch (const std::exception& error) {
        std::cerr << name << ": " << error.what() << '\n';
        return 1;
    }
    return exit_code;
}

int give_up(std::string_view name, const Error& error) {
    std::cerr << name << ": " << error.detail << '\n';
    const bool may_pass =
        error.kind == Error::Kind::unavailable || error.kind == Error::Kind::timed_out;
    return may_pass ? 1 : 2;
}

}  // namespace unrip::runtime

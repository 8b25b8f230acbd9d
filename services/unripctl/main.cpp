// unripctl: the operator's command.
//
//   asks   the control ports (8081-8087), PostgreSQL, NEAR nodes (keys, doctor)
//   says   nothing on the bus: what it changes, it changes through the control ports

#include "help.hpp"
#include "history.hpp"
#include "ports.hpp"
#include "runtime/env.hpp"
#include "runtime/program.hpp"
#include "terminal.hpp"
#include "tools.hpp"

#include <algorithm>
#include <iostream>
#include <utility>

namespace unrip::unripctl {
namespace {

Task<int> run(boost::asio::any_io_executor executor, const Command& command, Arguments arguments) {
    auto env = runtime::Env::of_this_process("unripctl");
    auto who = arguments.value("--who").value_or(person());
    Ports ports{executor, env, who};
    History history{executor, env};
    const SystemClock clock;
    Tools tools{
        executor,
        env,
        clock,
        ports,
        history,
        std::cin,
        std::cout,
        std::cerr,
        is_terminal(),
        has_colour(),
        std::move(who)};
    // In an emergency a misspelt variable must not be in the way, but it is said.
    for (const auto& mistake : env.mistakes())
        std::cerr << "note: " << mistake << '\n';
    co_return co_await command.run(tools, std::move(arguments));
}

bool asks_for_help(const std::vector<std::string>& given) {
    return std::find(given.begin(), given.end(), "--help") != given.end();
}

int start(const std::vector<std::string>& given) {
    if (given.empty() || given.front() == "--help" || given.front() == "help") {
        const auto* const about = given.size() > 1 ? find_command(given[1]) : nullptr;
        (given.empty() ? std::cerr : std::cout) << (about == nullptr ? help() : help(*about));
        return given.empty() ? kWrongUse : kDone;
    }
    if (given.front() == "--version") {
        std::cout << version() << '\n';
        return kDone;
    }
    const auto* const command = find_command(given.front());
    if (command == nullptr) {
        std::cerr << "unripctl: there is no verb \"" << given.front() << "\". "
                  << "`unripctl --help` names all.\n";
        return kWrongUse;
    }
    const std::vector<std::string> rest{given.begin() + 1, given.end()};
    if (asks_for_help(rest)) {
        std::cout << help(*command);
        return kDone;
    }
    auto arguments = read_arguments(rest, command->shape);
    if (!arguments) {
        std::cerr << "unripctl " << command->name << ": " << arguments.error().detail << '\n'
                  << "usage: unripctl " << command->name << ' ' << command->usage << '\n';
        return kWrongUse;
    }
    return runtime::run_program("unripctl", [&](const boost::asio::any_io_executor& executor) {
        return run(executor, *command, std::move(*arguments));
    });
}

}  // namespace
}  // namespace unrip::unripctl

int main(int count, char** words) {
    return unrip::unripctl::start({words + 1, words + count});
}

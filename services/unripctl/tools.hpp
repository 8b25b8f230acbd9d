#pragma once

#include "arguments.hpp"
#include "core/time.hpp"
#include "net/task.hpp"

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::runtime {
class Env;
}  // namespace unrip::runtime

namespace unrip::unripctl {

class Ports;
class History;

// The exit codes, as --help tells them.
inline constexpr int kDone = 0;
inline constexpr int kNotDone = 1;    ///< Somebody did not answer, or said no.
inline constexpr int kWrongUse = 2;   ///< The command line or a setting is wrong.
inline constexpr int kAttention = 3;  ///< Done, and something needs attention.
inline constexpr int kNotWanted = 4;  ///< The person at the terminal said no.

/// What every verb works with.
struct Tools {
    boost::asio::any_io_executor executor;
    runtime::Env& env;
    const Clock& clock;
    Ports& ports;
    History& history;
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    bool is_terminal = false;  ///< Whether `out` is one.
    bool has_colour = false;
    std::string who;  ///< Recorded with whatever is changed.
};

/// Asks the person for a yes, unless the command line has --yes. Without a terminal to ask on the
/// answer is no.
bool is_wanted(Tools& tools, const Arguments& arguments, std::string_view question);

/// Says one sentence about what went wrong, and gives kNotDone.
int not_done(Tools& tools, std::string_view sentence);

/// One verb.
struct Command {
    std::string_view name;
    std::string_view usage;    ///< Behind the verb: "[--since 1h]".
    std::string_view about;    ///< One line.
    std::string_view teaches;  ///< The rest of its --help: what, why, examples.
    Shape shape;
    Task<int> (*run)(Tools&, Arguments);
};

/// All verbs, in the order of --help.
const std::vector<Command>& commands();

}  // namespace unrip::unripctl

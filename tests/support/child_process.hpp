#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace unrip::test {

/// Who a child runs as; nothing changes for ids of -1.
struct RunAs {
    uid_t user = static_cast<uid_t>(-1);
    gid_t group = static_cast<gid_t>(-1);
};

struct Finished {
    int exit_code = 0;   ///< 128 + signal when a signal ended it.
    std::string output;  ///< stdout and stderr together.
};

/// The words that run a program with nothing but this environment.
std::vector<std::string> in_environment(
    const std::map<std::string, std::string>& environment, const std::string& program
);

/// Starts a program that dies with the calling thread, so with this process at the latest; its
/// output goes to a file.
pid_t start_child(
    const std::vector<std::string>& command, const std::string& log_file, RunAs run_as
);

/// Runs a program to its end.
Finished run_child(const std::vector<std::string>& command, const std::string& input, RunAs run_as);

/// Waits until the child has ended, for at most so long. False: it still runs.
bool await_end(pid_t child, int seconds_max);

/// The living children of a process, whoever started them.
std::vector<pid_t> children_of(pid_t parent);

/// False when it is gone or only waits to be reaped.
bool is_running(pid_t process);

}  // namespace unrip::test

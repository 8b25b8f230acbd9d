#include "verbs.hpp"

namespace unrip::unripctl {

const std::vector<Command>& commands() {
    static const std::vector<Command> all{
        status_command(),
        watch_command(),
        why_command(),
        quotes_command(),
        pnl_command(),
        arm_command(),
        disarm_command(),
        kill_command(),
    };
    return all;
}

}  // namespace unrip::unripctl

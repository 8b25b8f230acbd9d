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
        limits_command(),
        refresh_command(),
        balance_command(),
        deposits_command(),
        withdraw_command(),
        keys_command(),
        doctor_command(),
        export_command(),
        replay_command(),
        probe_command(),
    };
    return all;
}

}  // namespace unrip::unripctl

// status: everything at a glance.

#include "status_text.hpp"
#include "verbs.hpp"

#include <algorithm>
#include <ostream>

namespace unrip::unripctl {
namespace {

Task<int> run_status(Tools& tools, Arguments arguments) {
    const auto house = co_await look_at_house(tools);
    tools.out << (arguments.has("--json") ? status_json(house) : status_text(house, find_log));
    const auto worst = [&](std::string_view grade) {
        return std::any_of(house.services.begin(), house.services.end(), [&](const auto& service) {
            return grade_of(service) == grade;
        });
    };
    if (worst("not there")) co_return kNotDone;
    co_return worst("unhealthy") ? kAttention : kDone;
}

constexpr auto kTeaches =
    "The first line that matters is TRADING: what strategy and executor may do. Below it each\n"
    "service with its health and what flows through it; then prices, what is held and promised,\n"
    "what was earned, and the last hour in numbers. `promised` is what open slots may give at "
    "most,\n"
    "as the newest decision saw it. Where a service is not there: its log and how to start it.\n"
    "\n"
    "exit codes: 0 all there and healthy   1 a service is not there   3 one is unhealthy\n";

}  // namespace

Command status_command() {
    return {
        "status",
        "[--json]",
        "all services at a glance",
        kTeaches,
        {0, 0, {}, {"--json"}},
        run_status};
}

}  // namespace unrip::unripctl

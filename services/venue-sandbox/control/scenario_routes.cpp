// GET /scenario, PUT /scenario: what the world is told to be.

#include "control/answers.hpp"
#include "control/routes.hpp"
#include "sandbox.hpp"

namespace unrip::sandbox {

void add_scenario_routes(runtime::Control& control, Sandbox& sandbox, const Clock& clock) {
    control.route_now("GET", "/scenario", [&](const runtime::ControlRequest&) {
        return runtime::ControlResponse::json(sandbox.world().scenario().text);
    });
    control.route_now("PUT", "/scenario", [&](const runtime::ControlRequest& request) {
        auto changed = patched(sandbox.world().scenario(), request.body);
        if (!changed) return refusal(changed.error());
        const auto taken = sandbox.change(std::move(*changed), clock.now());
        if (!taken) return refusal(taken.error());
        return runtime::ControlResponse::json(sandbox.world().scenario().text);
    });
}

}  // namespace unrip::sandbox

// GET /faults, POST /faults, POST /faults/end: what is to go wrong.

#include "control/answers.hpp"
#include "control/routes.hpp"
#include "sandbox.hpp"

namespace unrip::sandbox {
namespace {

nlohmann::ordered_json shown(const Sandbox& sandbox, Instant now) {
    auto all = nlohmann::ordered_json::array();
    for (const auto& fault : sandbox.faults().all()) {
        all.push_back(
            {{"id", fault.id},
             {"what", to_text(fault.kind)},
             {"place", fault.place},
             {"share_ppm", fault.share_ppm},
             {"ends_in_ms", std::chrono::ceil<Milliseconds>(fault.until - now).count()}}
        );
    }
    for (const auto& fault : sandbox.venue_faults().in_force()) {
        all.push_back(
            {{"what", fault.what},
             {"ends_in_ms", std::chrono::ceil<Milliseconds>(fault.until - now).count()}}
        );
    }
    return {{"in_force", all}, {"things_spoilt", sandbox.faults().done()}};
}

}  // namespace

void add_fault_routes(runtime::Control& control, Sandbox& sandbox, const Clock& clock) {
    control.route_now("GET", "/faults", [&](const runtime::ControlRequest&) {
        return answer(shown(sandbox, clock.now()));
    });
    control.route_now("POST", "/faults", [&](const runtime::ControlRequest& request) {
        const auto now = clock.now();
        const auto done = sandbox.order_fault(request.body, now);
        if (!done) return refusal(done.error());
        auto body = shown(sandbox, now);
        body["done"] = *done;
        return answer(body);
    });
    control.route_now("POST", "/faults/end", [&](const runtime::ControlRequest& request) {
        const auto body = body_of(request);
        const auto id = body.find("id");
        const bool one = id != body.end() && id->is_number_unsigned();
        if (id != body.end() && !one) return refusal("id must be a whole number, or not be there");
        auto ended =
            sandbox.faults().end(one ? std::optional{id->get<std::uint64_t>()} : std::nullopt);
        if (!one) ended += sandbox.venue_faults().end_all();
        return answer({{"ended", ended}});
    });
}

}  // namespace unrip::sandbox

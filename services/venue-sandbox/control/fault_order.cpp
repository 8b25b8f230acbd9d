#include "control/fault_order.hpp"

#include "world/reading.hpp"

#include <nlohmann/json.hpp>

namespace unrip::sandbox {

Result<Fault> read_fault(const nlohmann::json& order, Instant now) {
    std::vector<std::string> mistakes;
    Reading from{order, "", mistakes};
    Fault fault;
    from.one_of(
        "what",
        {"refuse",
         "cut",
         "delay",
         "lose",
         "lose_asked",
         "twice",
         "reorder",
         "garbage",
         "wrong_shape",
         "half_open"},
        [&](std::size_t place) { fault.kind = static_cast<Fault::Kind>(place); }
    );
    from.text("place", fault.place);
    from.count("share_ppm", fault.share_ppm, 1, 1'000'000);
    std::int64_t status = fault.status;
    from.whole("status", status, 400, 599);
    fault.status = static_cast<int>(status);
    from.milliseconds("delay_ms", fault.delay, Milliseconds{1}, Milliseconds{60'000});
    Milliseconds lasts{60'000};
    from.milliseconds("for_ms", lasts, Milliseconds{1}, Milliseconds{86'400'000});
    fault.until = now + lasts;
    from.nothing_else();
    if (mistakes.empty()) return fault;
    std::string all;
    for (const auto& one : mistakes)
        all += (all.empty() ? "" : "\n") + one;
    return fail(Error::Kind::malformed, std::move(all));
}

}  // namespace unrip::sandbox

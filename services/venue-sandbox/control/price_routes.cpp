// GET /prices, POST /prices: the hidden truth, for whoever stands outside the game.

#include "control/answers.hpp"
#include "control/routes.hpp"
#include "sandbox.hpp"

namespace unrip::sandbox {
namespace {

nlohmann::ordered_json shown(Sandbox& sandbox, Instant now) {
    auto all = nlohmann::ordered_json::object();
    auto& world = sandbox.world();
    for (const auto& market : world.markets()) {
        const auto price = world.price(market, now);
        all[market] = {
            {"price", price ? nlohmann::ordered_json(price->to_string()) : nullptr},
            {"regime", world.regime(market, now)},
            {"pyth_feed", pyth_feed(market)}};
        for (const auto& exchange : sandbox.exchanges()) {
            const auto best = exchange->opinion().best(market, now);
            if (best) all[market]["exchanges"][exchange->name()] = {best->bid_text, best->ask_text};
        }
    }
    return all;
}

Result<void> change(World& world, const nlohmann::json& body, Instant now) {
    const auto name = text_of(body, "market");
    if (name.empty()) return fail(Error::Kind::malformed, "market must be a text");
    if (const auto price = body.find("price"); price != body.end()) {
        if (!price->is_string()) return fail(Error::Kind::malformed, "price must be a text");
        const auto parsed = Price::parse(price->get_ref<const std::string&>());
        return parsed ? world.set_price(name, *parsed, now) : parsed.failure();
    }
    if (const auto jump = body.find("jump_ppm"); jump != body.end()) {
        if (!jump->is_number_integer()) {
            return fail(Error::Kind::malformed, "jump_ppm must be a whole number");
        }
        return world.jump(name, Ratio::millionths(jump->get<std::int32_t>()), now);
    }
    if (const auto regime = body.find("regime"); regime != body.end()) {
        const auto held = regime->is_string() ? regime->get<std::string>() : std::string{};
        return world.hold_regime(name, held, now);
    }
    return fail(
        Error::Kind::malformed, "say what: price, jump_ppm, or regime (null lets it change)"
    );
}

}  // namespace

void add_price_routes(runtime::Control& control, Sandbox& sandbox, const Clock& clock) {
    control.route_now("GET", "/prices", [&](const runtime::ControlRequest&) {
        return answer(shown(sandbox, clock.now()));
    });
    control.route_now("POST", "/prices", [&](const runtime::ControlRequest& request) {
        const auto now = clock.now();
        const auto changed = change(sandbox.world(), body_of(request), now);
        return changed ? answer(shown(sandbox, now)) : refusal(changed.error());
    });
}

}  // namespace unrip::sandbox

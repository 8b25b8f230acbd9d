// Rubbish at the doors of a whole house that runs: every route of every process through its socket,
// and every subject of the bus. What is refused says why and changes nothing, and afterwards the
// house trades.

#include "contract/contract_files.hpp"
#include "e2e/books.hpp"
#include "rubbish/bus_noise.hpp"
#include "rubbish/doors.hpp"
#include "rubbish/spoil.hpp"

#include <gtest/gtest.h>

namespace unrip::test {
namespace {

constexpr std::size_t kPerRoute = 80;
constexpr std::size_t kPerExample = 60;

TradingHouse::Plan quiet() {
    return {
        .policy = "deploy/policy/sandbox.json",
        .scenario = "calm",
        .changes = {{"takers", nlohmann::json::array()}, {"chain", {{"settle_after_ms", 300}}}}};
}

constexpr auto kCrowd = R"({"takers":[{"name":"crowd","kind":"uninformed","per_second":20,)"
                        R"("size_least":"1","size_most":"4","tolerance_ppm":50000}]})";

/// {"error":{"code","message","details"}}, for programs and for people.
void expect_clear(const Answer& answer) {
    const auto json = nlohmann::json::parse(answer.body, nullptr, false);
    ASSERT_TRUE(json.is_object() && json.contains("error")) << shown(answer.body);
    EXPECT_FALSE(json.at("error").at("code").get<std::string>().empty());
    EXPECT_GT(json.at("error").at("message").get<std::string>().size(), 8U);
}

/// Sends rubbish to one route, and looks before and after each that is refused in `look_every`.
std::size_t bother(
    const TradingHouse& house, const DoorRoute& route, Dice& dice, std::size_t inputs
) {
    constexpr std::size_t look_every = 40;
    DoorCaller caller{route.process->port()};
    const Spoiler body{route.body};
    std::size_t refused = 0;
    auto before = what_is_in_force(house);
    for (std::size_t i = 0; i < inputs; ++i) {
        const auto request = odd_request(route, body, dice);
        SCOPED_TRACE(route.process->name() + " " + std::to_string(i) + ": " + shown(request.text));
        const auto answer = caller.ask(request);
        EXPECT_NE(answer.status, 0) << "no answer";
        EXPECT_NE(answer.status, 500);
        if (answer.status >= 400) {
            ++refused;
            if (request.has_body) expect_clear(answer);
        } else if (!request.is_harmless) {
            put_back(house);
            before = what_is_in_force(house);
        }
        if (i % look_every == 0) {
            EXPECT_EQ(what_is_in_force(house), before);
        }
        if (testing::Test::HasFailure()) return refused;
    }
    EXPECT_EQ(what_is_in_force(house), before) << route.process->name() << " " << route.path;
    return refused;
}

TEST(RubbishHouse, RefusesItEverywhereKeepsItsStateAndTradesAfterwards) {
    const auto plan = rubbish_plan("a house that runs");
    TradingHouse house{quiet()};
    house.open();
    Dice dice{plan.seed};

    std::size_t asked = 0;
    std::size_t refused = 0;
    for (const auto& route : door_routes(house)) {
        const auto inputs = plan.of(kPerRoute);
        refused += bother(house, route, dice, inputs);
        asked += inputs;
        if (HasFailure()) FAIL() << house.logs();
    }
    tell_tried("the control ports", asked, refused);

    put_back(house);
    const auto before = what_is_in_force(house);
    const auto said = say_rubbish(house.nats.url(), dice, plan.of(kPerExample));
    tell_tried("the bus", said, said);
    EXPECT_TRUE(house.comes_to("select count(*) > 0 from dead_letters", "t")) << house.logs();
    EXPECT_EQ(what_is_in_force(house), before);
    for (const auto* process : house.processes())
        EXPECT_TRUE(process->is_running()) << process->name() << "\n" << process->log();
    EXPECT_EQ(house.ask("select count(*) from execute_trade_commands"), "0");
    EXPECT_EQ(house.ask("select count(*) from signed_quotes"), "0");

    house.arm();
    ASSERT_EQ(house.venue.put("/scenario", kCrowd).status, 200);
    EXPECT_TRUE(TradingHouse::comes_true([&] { return maker_count(house, "settled") >= 3; }))
        << house.venue_stats().dump(1) << house.logs();
}

}  // namespace
}  // namespace unrip::test

// What the operator's runbook prints works as it is printed.

#include "e2e/trading_house.hpp"
#include "support/child_process.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace unrip::test {
namespace {

TEST(Runbook, ItsCommandsWorkAsPrinted) {
    TradingHouse house{{}};
    house.open();
    house.arm();
    ASSERT_TRUE(house.comes_to("select count(*) > 3 from signed_quotes", "t")) << house.logs();

    auto environment = house.operator_environment();
    environment.emplace("PATH", std::string{UNRIP_BIN_DIR} + ":" + std::getenv("PATH"));
    auto command = in_environment(environment, "/usr/bin/python3");
    command.push_back(std::string{UNRIP_SOURCE_DIR} + "/tests/e2e/runbook.py");
    const auto finished = run_child(command, "", RunAs{});
    EXPECT_EQ(finished.exit_code, 0) << finished.output << house.logs();
}

}  // namespace
}  // namespace unrip::test

#include "runtime/control.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unrip::runtime {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ControlResponse nothing(const ControlRequest& /*request*/) {
    return {};
}

TEST(Control, AStarInAPathStandsForAnyOnePart) {
    Control control;
    control.route_now("POST", "/accounts/*/fund", nothing);
    EXPECT_NE(control.find("POST", "/accounts/maker.near/fund"), nullptr);
    EXPECT_THAT(control.methods_of("/accounts/a/fund"), ElementsAre("POST"));
    for (const auto* path :
         {"/accounts/fund",
          "/accounts//fund",
          "/accounts/a/b/fund",
          "/accounts/a/fund/",
          "/accounts/a"}) {
        EXPECT_EQ(control.find("POST", path), nullptr) << path;
    }
    EXPECT_EQ(control.find("GET", "/accounts/a/fund"), nullptr);
}

TEST(Control, AnExactPathComesBeforeAStar) {
    Control control;
    control.route_now("POST", "/accounts/*/fund", nothing);
    control.route_now("GET", "/accounts/all/fund", nothing);
    EXPECT_THAT(control.methods_of("/accounts/all/fund"), ElementsAre("GET"));
    EXPECT_THAT(control.methods_of("/nowhere"), IsEmpty());
}

}  // namespace
}  // namespace unrip::runtime

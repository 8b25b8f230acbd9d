#include "doors.hpp"

#include <gtest/gtest.h>

#include <string>

namespace unrip::unripctl {
namespace {

constexpr auto kHead = "  sl  local_address rem_address   st tx_queue rx_queue\n";

// 8086 is 1F96, 8087 is 1F97.
TEST(Doors, LoopbackIsOneMachine) {
    const std::string table = std::string{kHead} +
                              "   0: 0100007F:1F96 00000000:0000 0A 00000000:00000000\n"
                              "   1: 0300007F:1F97 00000000:0000 0A 00000000:00000000\n";
    EXPECT_FALSE(listens_beyond_loopback(table, 8086));
    EXPECT_FALSE(listens_beyond_loopback(table, 8087));
    EXPECT_FALSE(listens_beyond_loopback(table, 8085)) << "nobody listens there";
}

TEST(Doors, AnyOtherAddressIsTheNetwork) {
    const std::string table = std::string{kHead} +
                              "   0: 00000000:1F96 00000000:0000 0A 00000000:00000000\n"
                              "   1: 0100007F:1F97 00000000:0000 0A 00000000:00000000\n"
                              "   2: 0A00A8C0:1F97 0A00A8C1:D431 01 00000000:00000000\n";
    EXPECT_TRUE(listens_beyond_loopback(table, 8086));
    EXPECT_FALSE(listens_beyond_loopback(table, 8087)) << "a connection is no door";
}

TEST(Doors, TheNewerProtocolIsReadToo) {
    const auto table = [](const std::string& address) {
        return std::string{kHead} + "   0: " + address +
               ":1F96 00000000000000000000000000000000:0000 0A 00000000:00000000\n";
    };
    EXPECT_FALSE(listens_beyond_loopback(table("00000000000000000000000001000000"), 8086));
    EXPECT_FALSE(listens_beyond_loopback(table("0000000000000000FFFF00000100007F"), 8086));
    EXPECT_TRUE(listens_beyond_loopback(table("00000000000000000000000000000000"), 8086));
}

}  // namespace
}  // namespace unrip::unripctl

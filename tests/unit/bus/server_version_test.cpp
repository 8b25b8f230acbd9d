#include "bus/server_version.hpp"

#include <gtest/gtest.h>

namespace unrip::bus {
namespace {

TEST(ServerVersion, StandsInTheGreeting) {
    const auto version =
        version_in_greeting("INFO {\"server_id\":\"N\",\"version\":\"2.10.27\",\"proto\":1} \r\n");
    ASSERT_TRUE(version);
    EXPECT_EQ(*version, "2.10.27");
}

TEST(ServerVersion, IsNotReadOutOfAnythingElse) {
    for (const auto* line :
         {"",
          "HTTP/1.1 400 Bad Request\r\n",
          "INFO \r\n",
          "INFO {\"version\":2}\r\n",
          "INFO {\"proto\":1}\r\n",
          "INFO [\"version\"]\r\n",
          "INFO {\"version\":\"2.10.27\"\r\n"}) {
        EXPECT_FALSE(version_in_greeting(line)) << line;
    }
}

}  // namespace
}  // namespace unrip::bus

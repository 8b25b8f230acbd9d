#include "bus/settings.hpp"

#include <gtest/gtest.h>

namespace unrip::bus {
namespace {

TEST(BusSettings, ShowAUrlWithoutItsSecrets) {
    EXPECT_EQ(without_credentials("nats://host:4222"), "nats://host:4222");
    EXPECT_EQ(without_credentials("nats://user:secret@host:4222"), "nats://host:4222");
    EXPECT_EQ(without_credentials("tls://token@host"), "tls://host");
    EXPECT_EQ(without_credentials("user:secret@host:4222"), "host:4222");
    EXPECT_EQ(without_credentials("nats://user:secret@2@host:4222"), "nats://host:4222");
}

TEST(BusSettings, NameTheInboxAfterTheService) {
    Settings settings;
    settings.name = "trade-executor";
    EXPECT_EQ(inbox_prefix_of(settings), "_INBOX_trade-executor");
    settings.inbox_prefix = "_ANSWERS";
    EXPECT_EQ(inbox_prefix_of(settings), "_ANSWERS");
}

}  // namespace
}  // namespace unrip::bus

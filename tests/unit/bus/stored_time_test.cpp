#include "bus/stored_time.hpp"

#include <gtest/gtest.h>

namespace unrip::bus {
namespace {

TEST(StoredTime, IsReadToTheNanosecond) {
    EXPECT_EQ(*parse_stored_time("1970-01-01T00:00:00Z"), Instant{});
    EXPECT_EQ(
        *parse_stored_time("2023-11-14T22:13:20.000000009Z"),
        Instant{Nanoseconds{1'700'000'000'000'000'009}}
    );
    EXPECT_EQ(*parse_stored_time("2023-11-14T22:13:20.5Z"), from_unix_ms(1'700'000'000'500));
    EXPECT_EQ(*parse_stored_time("2024-02-29T00:00:00Z"), from_unix_ms(1'709'164'800'000));
}

TEST(StoredTime, RefusesWhatItIsNot) {
    for (const auto* text :
         {"",
          "2023-11-14",
          "2023-11-14T22:13:20",
          "2023-11-14T22:13:20+01:00",
          "2023-11-14T24:13:20Z",
          "2023-02-29T00:00:00Z",
          "2023-11-14T22:13:20.Z",
          "2023-11-14T22:13:20.1234567890Z",
          "2023-11-14T22:13:20Zx"}) {
        EXPECT_FALSE(parse_stored_time(text)) << text;
    }
}

TEST(StoredTime, IsReadAsItWasWritten) {
    const auto time = Instant{Nanoseconds{1'795'165'402'000'000'007}};
    const auto text = stored_time_text(time);
    EXPECT_EQ(text.size(), std::string_view{"2026-11-20T11:03:22.123456789Z"}.size()) << text;
    const auto read = parse_stored_time(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(*read, time);
}

}  // namespace
}  // namespace unrip::bus

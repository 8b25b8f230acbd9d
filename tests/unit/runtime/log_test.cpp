#include "runtime/log.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace unrip::runtime {
namespace {

std::string json_of(std::initializer_list<Field> fields) {
    return json_line(
        {from_unix_ms(1'700'000'000'114), Log::Level::warn, "history-writer", "", "slow", fields}
    );
}

TEST(LogLine, IsOneJsonObjectWithFixedNames) {
    EXPECT_EQ(
        json_of({{"count", 3}, {"ok", true}, {"pair", "btc-eure"}, {"ratio", 0.5}, {"big", ~0ULL}}),
        R"({"ts":"2023-11-14T22:13:20.114Z","level":"warn","service":"history-writer","event":"slow",)"
        R"("fields":{"count":3,"ok":true,"pair":"btc-eure","ratio":0.5,"big":18446744073709551615}})"
    );
}

TEST(LogLine, StaysOneLineWhateverComesIn) {
    const std::string hostile{"a\nb\"c\\\x01\xff\0d", 11};
    const auto line = json_of({{"what", hostile}});
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_TRUE(nlohmann::json::accept(line)) << line;
}

TEST(LogLine, IsForPeopleOnATerminal) {
    const LogLine line{
        from_unix_ms(1'700'000'000'114),
        Log::Level::warn,
        "s",
        "i",
        "refused",
        {{"who", "ops"}, {"why", "a b\x1b"}}};
    EXPECT_EQ(
        pretty_line(line, false), "22:13:20.114  warn   refused  who=ops  why=\"a b\\u001b\""
    );
    EXPECT_NE(pretty_line(line, true).find("\x1b[33m"), std::string::npos);
}

TEST(Floodgate, LetsOneThroughPerPeriodAndCountsTheOthers) {
    ManualClock clock{Instant{}};
    Floodgate gate{clock, std::chrono::seconds{1}};
    EXPECT_EQ(gate.open(), 0U);
    EXPECT_EQ(gate.open(), std::nullopt);
    EXPECT_EQ(gate.open(), std::nullopt);
    clock.advance(std::chrono::seconds{1});
    EXPECT_EQ(gate.open(), 2U);
}

}  // namespace
}  // namespace unrip::runtime

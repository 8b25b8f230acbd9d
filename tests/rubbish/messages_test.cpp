// Whatever comes over the bus: read whole, or refused with words that name what is wrong.

#include "contract/contract_files.hpp"
#include "messages/envelope.hpp"
#include "rubbish/spoil.hpp"

#include <gtest/gtest.h>

namespace unrip::test {
namespace {

using messages::Golden;

constexpr std::size_t kPerExample = 1'200;

/// "exec.trade_result/1: body.outcome must be ...", or that it is no JSON object at all.
void expect_clear(const Error& error, const Golden& golden, const std::string& text) {
    EXPECT_EQ(error.kind, Error::Kind::malformed) << shown(text);
    const auto& said = error.detail;
    if (said == "this is not JSON" || said == "this is not a JSON object") return;
    const auto begins = golden.contract->schema + ": ";
    ASSERT_TRUE(said.starts_with(begins)) << said << "\n" << shown(text);
    const auto path_end = said.find(' ', begins.size());
    ASSERT_NE(path_end, std::string::npos) << said;
    EXPECT_GT(path_end, begins.size()) << said;
    EXPECT_LT(said.size(), 600U) << shown(said);
}

/// What was taken is a whole message of ours: writing it and reading it again changes nothing, and
/// whoever reads only its header reads the same.
void expect_whole(const Golden& golden, const std::string& text, const std::string& written) {
    const auto again = golden.contract->reencode(written);
    ASSERT_TRUE(again) << again.error().detail << "\n" << shown(text);
    EXPECT_EQ(*again, written);
    if (golden.text.find("\"body\":") == std::string::npos) return;
    const auto header = messages::decode_header(text);
    const auto header_of_written = messages::decode_header(written);
    ASSERT_TRUE(header_of_written);
    ASSERT_TRUE(header) << header.error().detail << "\n" << shown(text);
    EXPECT_EQ(*header, *header_of_written) << shown(text);
}

TEST(RubbishMessages, AreReadWholeOrRefusedByName) {
    const auto plan = rubbish_plan("messages");
    std::size_t tried = 0;
    std::size_t refused = 0;
    for (const auto& golden : messages::goldens()) {
        const Spoiler spoiler{golden.text};
        Dice dice{plan.seed + tried};
        for (std::size_t i = 0; i < plan.of(kPerExample); ++i, ++tried) {
            const auto text = spoiler.spoilt(dice);
            SCOPED_TRACE(golden.file + " input " + std::to_string(i));
            const auto read = golden.contract->reencode(text);
            if (read) {
                expect_whole(golden, text, *read);
            } else {
                ++refused;
                expect_clear(read.error(), golden, text);
            }
            if (testing::Test::HasFailure()) return;
        }
    }
    tell_tried("messages", tried, refused);
    EXPECT_GT(refused, tried / 2);
}

TEST(RubbishMessages, NoiseIsNeverAMessage) {
    const auto plan = rubbish_plan("messages, noise");
    Dice dice{plan.seed};
    const auto& contracts = messages::contracts();
    const std::size_t inputs = plan.of(8'000);
    for (std::size_t i = 0; i < inputs; ++i) {
        const auto text = dice.one_in(2) ? noise(dice, 400) : odd_token(dice);
        EXPECT_FALSE(dice.one_of(contracts).reencode(text)) << shown(text);
        EXPECT_FALSE(messages::decode_header(text)) << shown(text);
    }
    tell_tried("messages, noise", inputs, inputs);
}

}  // namespace
}  // namespace unrip::test

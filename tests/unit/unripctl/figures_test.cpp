#include "figures.hpp"

#include <gtest/gtest.h>

namespace unrip::unripctl {
namespace {

using namespace std::chrono_literals;

TEST(Figures, AreRoundedAndGrouped) {
    EXPECT_EQ(figure("60012.4", 2), "60 012.40");
    EXPECT_EQ(figure("0.005", 2), "0.01");
    EXPECT_EQ(figure("999.995", 2), "1 000.00");
    EXPECT_EQ(figure("-1234567.1", 2), "-1 234 567.10");
    EXPECT_EQ(figure("-0.001", 2), "0.00");
    EXPECT_EQ(figure("12", 0), "12");
    EXPECT_EQ(figure("", 2), "-");
    EXPECT_EQ(figure("null", 2), "-");
    EXPECT_EQ(signed_figure("41.18", 2), "+41.18");
    EXPECT_EQ(signed_figure("-12.05", 2), "-12.05");
    EXPECT_EQ(count_text(3'411), "3 411");
}

TEST(Figures, AmountsHaveThePlacesOfTheirToken) {
    EXPECT_EQ(amount_text("250", "EURe"), "250.00 EURe");
    EXPECT_EQ(amount_text("0.00416081", "BTC"), "0.004 160 81 BTC");
    EXPECT_EQ(signed_amount_text("-0.00416081", "BTC"), "-0.004 160 81 BTC");
    EXPECT_EQ(signed_amount_text("250", "EURe"), "+250.00 EURe");
}

TEST(Figures, BaseUnitsGetTheirPoint) {
    EXPECT_EQ(from_units("10000", 8), "0.0001");
    EXPECT_EQ(from_units("5955000000000000000", 18), "5.955");
    EXPECT_EQ(from_units("-10000", 8), "-0.0001");
    EXPECT_EQ(from_units("100", 0), "100");
    EXPECT_EQ(from_units("0", 8), "0");
}

TEST(Figures, MillionthsAreShownAsBasisPoints) {
    EXPECT_EQ(bps_text(7'500), "75.0 bps");
    EXPECT_EQ(bps_text(112), "1.1 bps");
    EXPECT_EQ(bps_text(-55), "-0.6 bps");
}

TEST(Figures, AgesHaveAFittingUnit) {
    EXPECT_EQ(age_text(412ms), "0.4 s");
    EXPECT_EQ(age_text(14s), "14 s");
    EXPECT_EQ(age_text(432min), "7 h 12 m");
    EXPECT_EQ(age_text(75s), "1 m 15 s");
    EXPECT_EQ(age_text(49h), "2 d 1 h");
    EXPECT_EQ(age_text(-5s), "0.0 s");
}

TEST(Figures, ClockTimesAreCutOutOfTimestamps) {
    EXPECT_EQ(clock_text("2026-11-20T14:02:29.114158Z", 3), "14:02:29.114");
    EXPECT_EQ(clock_text("2026-11-20 14:02:29.1+00", 3), "14:02:29.100");
    EXPECT_EQ(clock_text("2026-11-20 14:02:29+00", 0), "14:02:29");
    EXPECT_EQ(clock_text("soon", 3), "soon");
}

TEST(Figures, LettersAreCountedNotBytes) {
    EXPECT_EQ(width_of("7f3a…c1"), 7U);
    EXPECT_EQ(padded("·", 3), "·  ");
    EXPECT_EQ(short_id("0c1f5a6e-7d1b-4a0e-9a77-2f3f6c1b7f3a"), "0c1f…3a");
    EXPECT_EQ(short_id("short"), "short");
    EXPECT_EQ(cut("abcdef", 4), "abc…");
    EXPECT_EQ(cut("abcd", 4), "abcd");
}

}  // namespace
}  // namespace unrip::unripctl

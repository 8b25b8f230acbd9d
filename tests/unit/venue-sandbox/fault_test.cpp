#include "door/fault.hpp"

#include <gtest/gtest.h>

namespace unrip::sandbox {
namespace {

const Instant kNow = from_unix_ms(1'795'165'200'000);

Fault fault(Fault::Kind kind, std::string place, std::uint32_t share_ppm = 1'000'000) {
    Fault one;
    one.kind = kind;
    one.place = std::move(place);
    one.share_ppm = share_ppm;
    one.until = kNow + std::chrono::seconds{1};
    return one;
}

TEST(Faults, HitTheirPlaceAndKindWhileTheyLast) {
    Faults faults{1};
    EXPECT_TRUE(faults.none());
    faults.add(fault(Fault::Kind::lose, "ws"));
    EXPECT_NE(faults.hits(Fault::Kind::lose, "ws", kNow), nullptr);
    EXPECT_EQ(faults.hits(Fault::Kind::lose, "near", kNow), nullptr);
    EXPECT_EQ(faults.hits(Fault::Kind::delay, "ws", kNow), nullptr);
    EXPECT_EQ(faults.hits(Fault::Kind::lose, "ws", kNow + std::chrono::seconds{1}), nullptr);
    EXPECT_EQ(faults.done(), 1U);
    faults.expire(kNow + std::chrono::seconds{1});
    EXPECT_TRUE(faults.none());
}

TEST(Faults, WithoutAPlaceHitEverywhere) {
    Faults faults{1};
    faults.add(fault(Fault::Kind::garbage, ""));
    EXPECT_NE(faults.hits(Fault::Kind::garbage, "kraken", kNow), nullptr);
}

TEST(Faults, HitOnlyTheirShareAndTheSameOneEachTime) {
    const auto struck = [] {
        Faults faults{9};
        faults.add(fault(Fault::Kind::lose, "", 100'000));
        std::string pattern;
        for (int i = 0; i < 1'000; ++i)
            pattern += faults.hits(Fault::Kind::lose, "ws", kNow) != nullptr ? 'x' : '.';
        return pattern;
    };
    const auto pattern = struck();
    EXPECT_EQ(pattern, struck());
    EXPECT_NEAR(static_cast<double>(std::count(pattern.begin(), pattern.end(), 'x')), 100.0, 40.0);
}

TEST(Faults, EndWhenToldTo) {
    Faults faults{1};
    const auto first = faults.add(fault(Fault::Kind::lose, ""));
    faults.add(fault(Fault::Kind::twice, ""));
    EXPECT_EQ(faults.end(first), 1U);
    EXPECT_EQ(faults.end(first), 0U);
    EXPECT_EQ(faults.end(std::nullopt), 1U);
}

TEST(Faults, AreCalledByNamesThatCanBeReadBack) {
    for (const auto kind : {Fault::Kind::refuse, Fault::Kind::lose_asked, Fault::Kind::half_open})
        EXPECT_EQ(fault_kind(to_text(kind)), kind);
    EXPECT_FALSE(fault_kind("earthquake"));
}

}  // namespace
}  // namespace unrip::sandbox

// Whatever a quote is called, its names come back letter by letter.

#include "quote_record.hpp"

#include <gtest/gtest.h>

#include <string>

namespace unrip::trade_executor {
namespace {

void expect_back(const char* quote, const char* decision, const char* command) {
    const QuoteRecord names{{QuoteId{quote}, DecisionId{decision}, CommandId{command}}, {}};
    EXPECT_EQ(names.quote().text(), quote);
    EXPECT_EQ(names.decision().text(), decision);
    EXPECT_EQ(names.command().text(), command);
}

TEST(QuoteRecord, GivesNamesBackAsTheyWere) {
    expect_back("0c1f5a6e-7d1b-4a0e-9a77-2f3f6c1b7f3a", "dec-7-1204", "cmd-7-1204");
    expect_back("00000000-0000-4000-8000-000000000000", "dec-7-1204", "cmd-7-1205");
    for (const auto* number :
         {"7-01204",
          "07-1204",
          "7-1204-",
          "7--1",
          "7",
          "7-",
          "-7-1",
          "4294967295-4294967295",
          "4294967296-1",
          "1-4294967296",
          "7x1204"})
        expect_back("q", ("dec-" + std::string{number}).c_str(), "cmd-7-1204");
    expect_back("dec-7-1204", "dec-7-1204", "dec-7-1204");
    expect_back("0C1F5A6E-7D1B-4A0E-9A77-2F3F6C1B7F3A", "dec-", "cmd-");
    expect_back("0c1f5a6e7d1b4a0e9a772f3f6c1b7f3a", "decision", "command");
    expect_back("0c1f5a6e7d1b-4a0e-9a77-2f3f6c1b7f3a-", "", "cmd-7");
    expect_back("", "0c1f5a6e-7d1b-4a0e-9a77-2f3f6c1b7f3a", "f01f5a6e-7d1b-4a0e-9a77-2f3f6c1b7f3b");
    for (const std::size_t length : {251U, 252U, 253U, 254U, 255U, 256U, 70'000U}) {
        const std::string name(length, 'x');
        expect_back(name.c_str(), name.c_str(), name.c_str());
        expect_back(name.c_str(), ("dec-" + name).c_str(), ("cmd-" + name).c_str());
    }
}

TEST(QuoteRecord, GivesAmountsBackAsTheyWere) {
    for (const i128 delta :
         {i128{0},
          i128{1},
          i128{-1},
          i128{127},
          i128{-128},
          i128{-8'271},
          i128{5'000'000'000'000'000'000},
          kI128Max,
          kI128Min}) {
        for (const Amount notional : {Amount{0}, Amount{256}, Amount{kU128Max}}) {
            const QuoteRecord record{
                {QuoteId{"q"}, DecisionId{"dec-7-1"}, CommandId{"cmd-7-1"}},
                {delta, delta, notional}};
            EXPECT_EQ(record.amounts().delta_in, delta);
            EXPECT_EQ(record.amounts().delta_out, delta);
            EXPECT_EQ(record.amounts().notional_eure, notional);
            EXPECT_EQ(record.command().text(), "cmd-7-1");
        }
    }
}

}  // namespace
}  // namespace unrip::trade_executor

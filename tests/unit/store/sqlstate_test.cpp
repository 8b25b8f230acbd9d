#include "store/sqlstate.hpp"

#include <gtest/gtest.h>

namespace unrip::store {
namespace {

TEST(Sqlstate, WhatMayWorkLaterIsUnavailable) {
    for (const auto* code :
         {"08006", "40001", "40P01", "53100", "53300", "57P01", "58030", "25006", "55P03"}) {
        EXPECT_EQ(kind_of(code), Error::Kind::unavailable) << code;
    }
}

TEST(Sqlstate, ACancelledStatementTimedOut) {
    EXPECT_EQ(kind_of("57014"), Error::Kind::timed_out);
}

TEST(Sqlstate, WhatStaysWrongIsRefused) {
    for (const auto* code : {"22003", "23514", "42P01", "42501", "XX000", ""}) {
        EXPECT_EQ(kind_of(code), Error::Kind::refused) << code;
    }
}

TEST(Sqlstate, BlamesTheRowForItsValuesOnly) {
    EXPECT_TRUE(blames_the_row("22003"));   // numeric_value_out_of_range
    EXPECT_TRUE(blames_the_row("22021"));   // character_not_in_repertoire
    EXPECT_TRUE(blames_the_row("23514"));   // check_violation
    EXPECT_TRUE(blames_the_row("54000"));   // too large for the index
    EXPECT_FALSE(blames_the_row("42P01"));  // undefined_table
    EXPECT_FALSE(blames_the_row("42501"));  // insufficient_privilege
    EXPECT_FALSE(blames_the_row("53100"));  // disk_full
    EXPECT_FALSE(blames_the_row(""));
}

TEST(Connecting, IsHopelessWithAWrongPasswordOrName) {
    EXPECT_TRUE(connecting_is_hopeless("FATAL:  password authentication failed for user \"x\""));
    EXPECT_TRUE(connecting_is_hopeless("FATAL:  database \"x\" does not exist"));
    EXPECT_TRUE(connecting_is_hopeless("FATAL:  role \"x\" does not exist"));
}

TEST(Connecting, IsNotHopelessWhileTheServerIsAwayOrStarting) {
    EXPECT_FALSE(connecting_is_hopeless("connection to server failed: Connection refused"));
    EXPECT_FALSE(connecting_is_hopeless("FATAL:  the database system is starting up"));
    EXPECT_FALSE(connecting_is_hopeless("timeout expired"));
}

}  // namespace
}  // namespace unrip::store

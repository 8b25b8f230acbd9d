#include "store/batch.hpp"

#include "store/dead_letters.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unrip::store {
namespace {

using messages::DeadLetterReason;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A table whose rows are the payload, unless that is "unreadable".
Table payload_table() {
    return {
        "payloads",
        "test.payload",
        "test.payload/1",
        {{"id", "text"}},
        [](const Incoming& message) -> Result<Cells> {
            if (message.payload.find("unreadable") != std::string::npos)
                return fail(Error::Kind::malformed, "not JSON");
            return Cells{message.payload};
        },
    };
}

class BatchTest : public ::testing::Test {
  protected:
    Batch sort(const std::vector<Incoming>& messages) {
        messages_ = messages;
        return sort_by_table(tables_, messages_);
    }

    Table table_ = payload_table();
    TablesBySubject tables_{{"test.payload", &table_}};
    std::vector<Incoming> messages_;
};

TEST_F(BatchTest, GivesEveryReadableMessageARow) {
    const auto batch = sort({{"test.payload", "a", "S", 1, {}}, {"test.payload", "b", "S", 2, {}}});
    EXPECT_THAT(batch.dead, IsEmpty());
    ASSERT_THAT(batch.rows, SizeIs(1));
    ASSERT_THAT(batch.rows.at(&table_), SizeIs(2));
    EXPECT_EQ(batch.rows.at(&table_)[1].cells.at(0), "b");
    EXPECT_EQ(batch.rows.at(&table_)[1].message, &messages_[1]);
}

TEST_F(BatchTest, AnUnreadableMessageStopsNoOther) {
    const auto batch =
        sort({{"test.payload", "unreadable", "S", 1, {}}, {"test.payload", "b", "S", 2, {}}});
    EXPECT_THAT(batch.rows.at(&table_), SizeIs(1));
    ASSERT_THAT(batch.dead, SizeIs(1));
    EXPECT_EQ(batch.dead[0].message, &messages_[0]);
    EXPECT_EQ(batch.dead[0].reason, DeadLetterReason::malformed);
    EXPECT_EQ(batch.dead[0].detail, "not JSON");
}

TEST_F(BatchTest, AMessageOfAnotherVersionIsToldApart) {
    const auto payload =
        R"({"schema":"test.payload/2","id":"a","source":"s","sent_at_ms":1,"body":{"unreadable":1}})";
    const auto batch = sort({{"test.payload", payload, "S", 1, {}}});
    ASSERT_THAT(batch.dead, SizeIs(1));
    EXPECT_EQ(batch.dead[0].reason, DeadLetterReason::unknown_schema);
}

TEST_F(BatchTest, AMessageThatNoTableTakesIsDead) {
    const auto batch = sort({{"test.other", "a", "S", 1, {}}});
    EXPECT_THAT(batch.rows, IsEmpty());
    ASSERT_THAT(batch.dead, SizeIs(1));
    EXPECT_EQ(batch.dead[0].reason, DeadLetterReason::unknown_subject);
}

TEST_F(BatchTest, TheByteZeroIsDeadWithItsColumnNamed) {
    const auto batch = sort({{"test.payload", std::string{"a\0", 2}, "S", 1, {}}});
    EXPECT_THAT(batch.rows, IsEmpty());
    ASSERT_THAT(batch.dead, SizeIs(1));
    EXPECT_EQ(batch.dead[0].reason, DeadLetterReason::refused_by_database);
    EXPECT_EQ(batch.dead[0].detail, "id holds the byte 0");
}

TEST_F(BatchTest, ADeadLetterHoldsNothingThatPostgresRefuses) {
    const Incoming message{"bad\xff", std::string{"\0\xff", 2}, "S", 7, {}};
    const auto cells =
        dead_letter_row({&message, DeadLetterReason::malformed, std::string{"no\0way", 6}});
    ASSERT_EQ(cells.size(), dead_letter_table().columns.size());
    EXPECT_THAT(cells, ::testing::Contains(Cell{"bad?"}));
    EXPECT_THAT(cells, ::testing::Contains(Cell{"no?way"}));
    EXPECT_THAT(cells, ::testing::Contains(Cell{"\\x00ff"}));
    EXPECT_THAT(cells, ::testing::Contains(Cell{"7"}));
}

}  // namespace
}  // namespace unrip::store

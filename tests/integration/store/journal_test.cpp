#include "store/journal.hpp"

#include "note_tables.hpp"
#include "store/dead_letters.hpp"
#include "store_fixture.hpp"

#include <gmock/gmock.h>

namespace unrip::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

class JournalTest : public StoreTest {
  protected:
    JournalTest() : database_{loop_.get_executor(), settings()} {
        sql(std::string{kNoteSchema} + std::string{kDeadLetterSchema});
    }

    static Incoming note(std::uint64_t seq, const std::string& text) {
        return {
            "test.note",
            std::to_string(seq) + ":" + text,
            "NOTES",
            seq,
            from_unix_ms(1'700'000'000'123)};
    }
    static Incoming amount(std::uint64_t seq, const std::string& text) {
        return {"test.amount", std::to_string(seq) + ":" + text, "AMOUNTS", seq, {}};
    }

    BatchReport append(const std::vector<Incoming>& messages) {
        const auto report = run(journal_.append(messages));
        EXPECT_TRUE(report) << outcome(report);
        return report ? *report : BatchReport{};
    }

    std::string count(const std::string& table) { return sql("select count(*) from " + table); }

    Database database_;
    Journal journal_{database_, {notes_table(), amounts_table()}};
};

TEST_F(JournalTest, FillsSeveralTablesInOneBatch) {
    const auto report = append({note(1, "one"), amount(1, "5"), note(2, "two")});
    EXPECT_EQ(report.inserted(), 3U);
    EXPECT_EQ(report.duplicates(), 0U);
    EXPECT_EQ(report.tables.at("notes").inserted, 2U);
    EXPECT_EQ(
        sql("select id, note, stream, stream_seq, received_at at time zone 'UTC' from notes where "
            "id = '2'"),
        "2|two|NOTES|2|2023-11-14 22:13:20.123"
    );
}

TEST_F(JournalTest, TheSameBatchAgainChangesNothing) {
    const std::vector<Incoming> batch{
        note(1, "one"), amount(1, "5"), {"test.note", "bad", "NOTES", 3, {}}};
    append(batch);
    const auto again = append(batch);
    EXPECT_EQ(again.inserted(), 0U);
    EXPECT_EQ(again.duplicates(), 2U);
    EXPECT_EQ(again.dead_letters.inserted, 0U);
    EXPECT_EQ(again.dead_letters.duplicates, 1U);
    EXPECT_EQ(count("notes"), "1");
    EXPECT_EQ(count("dead_letters"), "1");
}

TEST_F(JournalTest, AMessageTwiceInOneBatchIsStoredOnce) {
    const auto report = append({note(1, "one"), note(1, "one")});
    EXPECT_EQ(report.inserted(), 1U);
    EXPECT_EQ(report.duplicates(), 1U);
}

std::vector<Incoming> notes_from(std::uint64_t first, std::uint64_t last) {
    std::vector<Incoming> batch;
    for (auto seq = first; seq <= last; ++seq) {
        const auto text = std::to_string(seq) + ":note " + std::to_string(seq);
        batch.push_back({"test.note", text, "NOTES", seq, {}});
    }
    return batch;
}

TEST_F(JournalTest, ALargeBatchOfWhichSomeAreThereAddsTheOthers) {
    EXPECT_EQ(append(notes_from(1, 100)).inserted(), 100U);
    EXPECT_EQ(append(notes_from(1, 100)).duplicates(), 100U);
    const auto report = append(notes_from(51, 150));
    EXPECT_EQ(report.inserted(), 50U);
    EXPECT_EQ(report.duplicates(), 50U);
    EXPECT_EQ(count("notes"), "150");

    auto twice = notes_from(201, 240);
    twice.push_back(twice.front());
    EXPECT_EQ(append(twice).inserted(), 40U);
    EXPECT_EQ(count("notes"), "190");
}

TEST_F(JournalTest, ALargeBatchKeepsAwkwardTextsAsTheyAre) {
    auto batch = notes_from(1, 50);
    const std::vector<std::string> texts{
        "\\N", "\\.", "tab\there", "line\nend\r", "back\\slash\\", "{\"a,b\"}", "'"};
    for (std::uint64_t at = 0; at < texts.size(); ++at)
        batch.push_back(note(100 + at, texts[at]));
    EXPECT_EQ(append(batch).inserted(), batch.size());
    for (std::uint64_t at = 0; at < texts.size(); ++at) {
        const auto kept =
            run(database_.query("select note from notes where id = $1", {std::to_string(100 + at)})
            );
        ASSERT_TRUE(kept) << outcome(kept);
        EXPECT_EQ(kept->cells.at(0).at(0), texts[at]);
    }
}

TEST_F(JournalTest, ARowThatPostgresRefusesStopsNoOtherOfALargeBatch) {
    auto batch = notes_from(1, 40);
    for (std::uint64_t seq = 1; seq <= 40; ++seq)
        batch.push_back(amount(seq, seq == 17 ? "-5" : "5"));
    const auto report = append(batch);
    EXPECT_EQ(report.tables.at("amounts").inserted, 39U);
    EXPECT_EQ(report.tables.at("notes").inserted, 40U);
    EXPECT_EQ(report.dead_letters.inserted, 1U);
    EXPECT_EQ(count("amounts"), "39");
}

TEST_F(JournalTest, AnEmptyBatchIsNothing) {
    const auto report = append({});
    EXPECT_THAT(report.tables, IsEmpty());
}

TEST_F(JournalTest, NullsAndAwkwardTextsAreKeptApart) {
    append({note(1, ""), note(2, "NULL"), note(3, R"({"a":"\\,'"})"), note(4, "5 \xe2\x82\xac\n")});
    EXPECT_EQ(sql("select count(*) from notes where note is null"), "1");
    EXPECT_EQ(sql("select note from notes where id = '2'"), "NULL");
    EXPECT_EQ(sql("select note from notes where id = '3'"), R"({"a":"\\,'"})");
    EXPECT_EQ(sql("select encode(note::bytea, 'hex') from notes where id = '4'"), "3520e282ac0a");
}

TEST_F(JournalTest, TheLargestAmountIsExact) {
    append({amount(1, "340282366920938463463374607431768211455")});
    EXPECT_EQ(sql("select amount from amounts"), "340282366920938463463374607431768211455");
}

TEST_F(JournalTest, WhatCannotBeReadIsKeptByteForByte) {
    const std::string bytes{"\0\xff not a note", 12};
    const auto report = append(
        {note(1, "one"), {"test.note", bytes, "NOTES", 2, {}}, {"test.what", "?", "X", 3, {}}}
    );
    EXPECT_EQ(report.inserted(), 1U);
    EXPECT_EQ(report.dead_letters.inserted, 2U);
    EXPECT_EQ(
        sql("select encode(payload, 'hex') from dead_letters where stream_seq = 2"),
        "00ff206e6f742061206e6f74"
    );
    EXPECT_EQ(
        sql("select stream, stream_seq, subject, reason from dead_letters order by stream_seq"),
        "NOTES|2|test.note|malformed\nX|3|test.what|unknown_subject"
    );
}

TEST_F(JournalTest, ARowThatPostgresRefusesStopsNoOther) {
    std::vector<Incoming> batch;
    for (std::uint64_t seq = 1; seq <= 100; ++seq)
        batch.push_back(amount(seq, std::to_string(seq)));
    batch[3] = amount(4, "1" + std::string(39, '0'));  // One digit more than fits.
    batch[50] = amount(51, "-1");                      // The table's check says no.
    batch[99] = amount(100, "no number");
    batch.push_back(note(101, "beside"));
    batch.push_back(note(102, "\xff"));  // Not UTF-8.
    const auto report = append(batch);
    EXPECT_EQ(report.tables.at("amounts").inserted, 97U);
    EXPECT_EQ(report.tables.at("amounts").duplicates, 0U);
    EXPECT_EQ(report.tables.at("notes").inserted, 1U);
    EXPECT_EQ(report.dead_letters.inserted, 4U);
    EXPECT_EQ(count("amounts"), "97");
    EXPECT_EQ(
        sql("select stream_seq, reason, left(detail, 6) from dead_letters order by stream_seq"),
        "4|refused_by_database|22003:\n51|refused_by_database|23514:\n"
        "100|refused_by_database|22P02:\n102|refused_by_database|22021:"
    );
    EXPECT_THAT(report.dead_details, ::testing::SizeIs(4));
    EXPECT_THAT(report.dead_details, ::testing::Contains(HasSubstr("test.amount: 22003")));
}

TEST_F(JournalTest, ABatchOfNothingButRefusedRowsEnds) {
    const auto report = append({amount(1, "x"), amount(2, "y"), amount(3, "z")});
    EXPECT_EQ(report.inserted(), 0U);
    EXPECT_EQ(report.duplicates(), 0U);
    EXPECT_EQ(report.dead_letters.inserted, 3U);
}

TEST_F(JournalTest, AMissingTableIsRefusedAndBuriesNobody) {
    sql("drop table amounts");
    const auto refused = run(journal_.append({note(1, "one"), amount(1, "5")}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
    EXPECT_THAT(refused.error().detail, HasSubstr("42P01"));
    EXPECT_EQ(count("notes"), "0");
    EXPECT_EQ(count("dead_letters"), "0");
}

TEST_F(JournalTest, AWriterNeedsNoMoreThanInsert) {
    sql("create role just_inserts login password 'only';"
        "grant insert on notes, amounts, dead_letters to just_inserts");
    auto limited = settings();
    const std::string user = "unrip:";
    const auto at = limited.url.find('@');
    limited.url = "postgresql://just_inserts:only" + limited.url.substr(at);
    Database database{loop_.get_executor(), limited};
    Journal journal{database, {notes_table(), amounts_table()}};
    const std::vector<Incoming> batch{note(1, "one"), {"test.note", "bad", "NOTES", 2, {}}};
    for (int i = 0; i < 2; ++i) {
        const auto report = run(journal.append(batch));
        EXPECT_TRUE(report) << outcome(report);
    }
    EXPECT_EQ(count("notes"), "1");
    EXPECT_EQ(outcome(run(database.query("delete from notes"))).substr(0, 15), "refused: 42501:");
    sql("drop owned by just_inserts; drop role just_inserts");
}

}  // namespace
}  // namespace unrip::store

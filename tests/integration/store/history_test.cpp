// The journal with the real tables: migrations/ on one side, the golden messages of proto/ on the
// other.

#include "messages/catalog.hpp"
#include "store/copy_text.hpp"
#include "store/dead_letters.hpp"
#include "store/journal.hpp"
#include "store/migrations.hpp"
#include "store/tables/tables.hpp"
#include "store_fixture.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

namespace unrip::store {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const fs::path kSource = UNRIP_SOURCE_DIR;

struct Golden {
    std::string file;
    std::string text;
    json message;
};

std::map<std::string, Table> tables_by_schema() {
    std::map<std::string, Table> tables;
    for (auto& table : history_tables())
        tables.emplace(table.schema, table);
    return tables;
}

std::vector<Golden> goldens() {
    const auto tables = tables_by_schema();
    std::vector<Golden> found;
    for (const auto& entry : fs::directory_iterator{kSource / "proto" / "examples"}) {
        std::ifstream stream{entry.path()};
        std::string text{std::istreambuf_iterator<char>{stream}, {}};
        auto message = json::parse(text);
        if (tables.count(message.at("schema").get<std::string>()) == 0) continue;
        found.push_back({entry.path().filename().string(), std::move(text), std::move(message)});
    }
    std::sort(found.begin(), found.end(), [](const Golden& left, const Golden& right) {
        return left.file < right.file;
    });
    return found;
}

/// 5.50 and 5.5 are the same number.
std::string without_trailing_zeros(std::string text) {
    const bool number = !text.empty() && text.find('.') != std::string::npos &&
                        text.find_first_not_of("-0123456789.") == std::string::npos;
    if (!number) return text;
    while (text.back() == '0')
        text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

/// Made once; every test has a copy.
std::string migrated_database() {
    const auto make = [] {
        boost::asio::io_context loop;
        DatabaseSettings settings;
        settings.url = shared_server().create_database("migrated");
        Database database{loop.get_executor(), settings};
        auto files = read_migrations(kSource / "migrations");
        if (!files) throw std::runtime_error{files.error().detail};
        const auto report =
            run_in(loop, migrate(database, std::move(*files), Milliseconds{60'000}));
        if (!report) throw std::runtime_error{report.error().detail};
        return "migrated";
    };
    static const std::string name = make();
    return name;
}

class HistoryTest : public StoreTest {
  protected:
    HistoryTest() : StoreTest{migrated_database()}, database_{loop_.get_executor(), settings()} {}

    static std::vector<Incoming> as_incoming(const std::vector<Golden>& messages) {
        std::vector<Incoming> incoming;
        const auto tables = tables_by_schema();
        for (const auto& golden : messages) {
            const auto& table = tables.at(golden.message.at("schema"));
            incoming.push_back(
                {table.subject,
                 golden.text,
                 "GOLDEN",
                 incoming.size() + 1,
                 from_unix_ms(1'700'000'000'000)}
            );
        }
        return incoming;
    }

    /// Column -> text of the one row with this id.
    std::map<std::string, Cell> row(const std::string& table, const std::string& id) {
        const auto cells = run(database_.query(
            "select e.key, e.value from " + table +
                " t, jsonb_each_text(to_jsonb(t)) e where t.id = $1",
            {id}
        ));
        std::map<std::string, Cell> columns;
        if (!cells) {
            ADD_FAILURE() << outcome(cells);
            return columns;
        }
        for (const auto& pair : cells->cells)
            columns[*pair.at(0)] = pair.at(1);
        return columns;
    }

    Database database_;
    Journal journal_{database_, history_tables()};
};

TEST_F(HistoryTest, TheTablesAreWrittenForTheNewestMigration) {
    EXPECT_EQ(outcome(run(check_schema(database_, kSchemaVersion))), "ok");
}

TEST_F(HistoryTest, EveryEventOfTheCatalogHasATable) {
    std::set<std::string> subjects;
    for (const auto& table : history_tables())
        subjects.insert(table.subject);
    messages::Events::for_each([&](auto type) {
        using Body = typename decltype(type)::type;
        EXPECT_EQ(subjects.count(std::string{Body::kSubject}), 1U) << Body::kSubject;
    });
}

TEST_F(HistoryTest, EveryColumnIsNamedWithItsType) {
    auto tables = history_tables();
    for (const auto& table : tables) {
        const auto real = run(database_.query(
            "select attname, format_type(atttypid, null) from pg_attribute "
            "where attrelid = to_regclass($1) and attnum > 0 and not attisdropped",
            {table.name}
        ));
        ASSERT_TRUE(real) << outcome(real);
        std::map<std::string, std::string> expected;
        for (const auto& cells : real->cells) {
            const bool time = *cells.at(1) == "timestamp with time zone";
            expected[*cells.at(0)] = time ? "timestamptz" : *cells.at(1);
        }
        std::map<std::string, std::string> said;
        for (const auto& column : table.columns)
            said[column.name] = column.type;
        EXPECT_EQ(said, expected) << table.name;
    }
}

TEST_F(HistoryTest, EveryGoldenMessageIsARowOfItsTable) {
    const auto messages = goldens();
    ASSERT_GE(messages.size(), history_tables().size());
    const auto report = run(journal_.append(as_incoming(messages)));
    ASSERT_TRUE(report) << outcome(report);
    EXPECT_THAT(report->dead_details, IsEmpty());
    EXPECT_EQ(report->inserted(), messages.size());

    const auto again = run(journal_.append(as_incoming(messages)));
    ASSERT_TRUE(again) << outcome(again);
    EXPECT_EQ(again->inserted(), 0U);
    EXPECT_EQ(again->duplicates(), messages.size());
}

TEST_F(HistoryTest, EveryFieldOfAGoldenMessageIsInItsColumn) {
    const auto messages = goldens();
    ASSERT_TRUE(run(journal_.append(as_incoming(messages))));
    const auto tables = tables_by_schema();
    for (const auto& golden : messages) {
        SCOPED_TRACE(golden.file);
        const auto& table = tables.at(golden.message.at("schema"));
        const auto columns = row(table.name, golden.message.at("id"));
        EXPECT_EQ(columns.at("source"), golden.message.at("source").get<std::string>());
        EXPECT_EQ(columns.at("stream"), "GOLDEN");
        for (const auto& [name, field] : golden.message.at("body").items()) {
            const auto column = columns.find(name);
            const bool own = name != "stream" && name != "stream_seq";  // Of a dead letter's body.
            if (column == columns.end() || !own) {
                EXPECT_TRUE(!own || columns.count("body") == 1 || name == "payload_hex")
                    << name << " is kept nowhere";
                continue;
            }
            ASSERT_TRUE(column->second) << name;
            if (field.is_structured()) {
                EXPECT_EQ(json::parse(*column->second), field) << name;
            } else {
                const auto text = field.is_string() ? field.get<std::string>() : field.dump();
                EXPECT_EQ(without_trailing_zeros(*column->second), without_trailing_zeros(text))
                    << name;
            }
        }
        for (const auto& [name, value] : columns) {
            if (name == "body") {
                EXPECT_EQ(json::parse(value.value_or("null")), golden.message.at("body"));
            }
        }
    }
}

TEST_F(HistoryTest, ALineForCopyHoldsTheSameCells) {
    const auto tables = tables_by_schema();
    auto messages = as_incoming(goldens());
    ASSERT_GE(messages.size(), tables.size());
    messages.front().stream.clear();
    for (const auto& table : history_tables()) {
        for (const auto& message : messages) {
            if (message.subject != table.subject) continue;
            std::string line;
            const auto appended = table.line(message, line);
            ASSERT_TRUE(appended) << outcome(appended);
            const auto cells = table.row(message);
            ASSERT_TRUE(cells) << outcome(cells);
            EXPECT_EQ(cells_of_copy_line(line), *cells) << line;
        }
    }
}

TEST_F(HistoryTest, ManyMessagesAreCopiedAndWhatIsWrongAmongThemIsPutAside) {
    const auto all = goldens();
    const auto demand = std::find_if(all.begin(), all.end(), [](const Golden& golden) {
        return golden.message.at("schema") == "norm.swap_demand/1";
    });
    ASSERT_NE(demand, all.end());
    std::vector<Golden> many(60, *demand);
    for (std::size_t at = 0; at < many.size(); ++at) {
        many[at].message["id"] = "many-" + std::to_string(at);
        many[at].message["body"]["partner_id"] = "a\ttab, a \\ and a \n";
    }
    many[7].message["body"]["quote_id"] = std::string{"a\0b", 3};
    many[9].message["body"]["exact_amount_in"] = 5;
    for (auto& golden : many)
        golden.text = golden.message.dump();

    const auto report = run(journal_.append(as_incoming(many)));
    ASSERT_TRUE(report) << outcome(report);
    EXPECT_EQ(report->inserted(), 58U);
    EXPECT_EQ(report->dead_letters.inserted, 2U);
    EXPECT_EQ(row("swap_demand_events", "many-59").at("partner_id"), "a\ttab, a \\ and a \n");

    many.front().message["id"] = "one more";
    many.front().text = many.front().message.dump();
    const auto again = run(journal_.append(as_incoming(many)));
    ASSERT_TRUE(again) << outcome(again);
    EXPECT_EQ(again->inserted(), 1U);
    EXPECT_EQ(again->duplicates(), 57U);
    EXPECT_EQ(again->dead_letters.duplicates, 2U);
}

TEST_F(HistoryTest, TheBytesOfAReportedDeadLetterAreBytesAgain) {
    for (const auto& golden : goldens()) {
        if (golden.message.at("schema") != "ops.dead_letter/1") continue;
        ASSERT_TRUE(run(journal_.append(as_incoming({golden}))));
        EXPECT_EQ(
            sql("select encode(payload, 'hex') from dead_letters"),
            golden.message.at("body").at("payload_hex").get<std::string>()
        );
        return;
    }
    FAIL() << "no golden dead letter";
}

TEST_F(HistoryTest, WhatOneMessageBreaksIsADeadLetterAndNothingElse) {
    auto messages = as_incoming(goldens());
    const auto whole = messages.size();
    auto& demand = *std::find_if(messages.begin(), messages.end(), [](const Incoming& message) {
        return message.subject == "norm.swap_demand";
    });
    const auto replaced = [&](const std::string& what, const json& with) {
        auto message = json::parse(demand.payload);
        message[json::json_pointer{what}] = with;
        auto changed = demand;
        changed.payload = message.dump();
        changed.stream_seq = messages.size() + 1;
        return changed;
    };
    messages.push_back(replaced("/body/quote_id", std::string{"a\0b", 3}));
    messages.push_back(replaced("/sent_at_ms", 9'223'372'036'854'775'807));
    messages.push_back(replaced("/sent_at_ms", -1));
    messages.push_back(replaced("/id", std::string(100'000, 'x')));
    messages.push_back(replaced("/schema", "norm.swap_demand/2"));
    messages.push_back(replaced("/body/exact_amount_in", 5));
    messages.push_back({demand.subject, "\xff{", "GOLDEN", messages.size() + 1, {}});
    const auto report = run(journal_.append(messages));
    ASSERT_TRUE(report) << outcome(report);
    EXPECT_EQ(report->inserted(), whole);
    EXPECT_EQ(report->dead_letters.inserted, messages.size() - whole);
    EXPECT_EQ(
        sql("select reason, count(*) from dead_letters where stream_seq > " +
            std::to_string(whole) +
            " and id = 'GOLDEN/' || stream_seq group by reason order by reason"),
        "malformed|4\nrefused_by_database|2\nunknown_schema|1"
    );
}

TEST_F(HistoryTest, TheWriterRoleCanWriteAllOfIt) {
    sql("do $$ begin create role historian login password 'dry ink'; exception when "
        "duplicate_object then null; end $$;"
        "grant unrip_writer to historian");
    auto limited = settings();
    limited.url = "postgresql://historian:dry%20ink" + limited.url.substr(limited.url.find('@'));
    Database writer{loop_.get_executor(), limited};
    EXPECT_EQ(outcome(run(check_schema(writer, kSchemaVersion))), "ok");
    Journal journal{writer, history_tables()};
    auto messages = as_incoming(goldens());
    messages.push_back({"norm.swap_demand", "unreadable", "GOLDEN", 1'000, {}});
    for (int i = 0; i < 2; ++i) {
        const auto report = run(journal.append(messages));
        EXPECT_TRUE(report) << outcome(report);
    }
    EXPECT_THAT(outcome(run(writer.query("delete from trade_decisions"))), HasSubstr("42501"));
    EXPECT_THAT(outcome(run(writer.query("update alerts set fix = ''"))), HasSubstr("42501"));
}

}  // namespace
}  // namespace unrip::store

// The books out of PostgreSQL: told row by row, or read anew at any moment, they are the same.

#include "ledger_store.hpp"

#include "integration/store/store_fixture.hpp"
#include "ledger.hpp"
#include "store/journal.hpp"
#include "store/migrations.hpp"
#include "store/tables/tables.hpp"
#include "support/story.hpp"

#include <gtest/gtest.h>

#include <random>

namespace unrip::history_writer {
namespace {

const Token kBtc{*AssetId::parse(test::kBtc), "btc", "BTC", 8};
const Token kEure{*AssetId::parse(test::kEure), "eure", "EURe", 18};
const std::vector<std::string> kPairs{"btc-eure"};

std::string migrated() {
    static const bool made = [] {
        boost::asio::io_context loop;
        store::DatabaseSettings settings;
        settings.url = store::shared_server().create_database("migrated");
        store::Database database{loop.get_executor(), settings};
        auto files = store::read_migrations(std::string{UNRIP_SOURCE_DIR} + "/migrations");
        const auto done = store::run_in(
            loop, store::migrate(database, std::move(*files), std::chrono::minutes{1})
        );
        if (!done) throw std::runtime_error{done.error().detail};
        return true;
    }();
    return made ? "migrated" : "";
}

class LedgerStore : public store::StoreTest {
  protected:
    LedgerStore() : StoreTest{migrated()} {}

    void write(const std::vector<test::Said>& story) {
        std::vector<store::Incoming> rows;
        for (const auto& said : story)
            rows.push_back({said.subject, said.payload, "S", ++number_, clock_.now()});
        const auto report = run(journal_.append(std::move(rows)));
        ASSERT_TRUE(report) << report.error().detail;
        ASSERT_EQ(report->dead_letters.inserted, 0U) << report->dead_details.front();
    }
    template <class T>
    T in_transaction(std::function<Result<T>(store::Transaction&)> work) {
        auto answer = run(database_.in_transaction(std::move(work)));
        if (!answer) throw std::runtime_error{answer.error().detail};
        return std::move(*answer);
    }
    Restored read() {
        in_transaction<int>([](store::Transaction& transaction) -> Result<int> {
            const auto kept = keep_baseline(transaction, "maker.near", kPairs);
            if (!kept) return kept.failure();
            return 0;
        });
        return in_transaction<Restored>([](store::Transaction& transaction) {
            return restore(transaction, "maker.near", kPairs);
        });
    }
    static Ledger ledger(LedgerRows rows) {
        return Ledger{{kBtc, kEure}, {Pair{kBtc, kEure}}, std::move(rows)};
    }
    static messages::PortfolioMetrics metrics_of(const Ledger& books) {
        auto metrics = books.metrics("maker.near", messages::MetricsTrigger::price);
        if (!metrics) throw std::runtime_error{"nothing was counted"};
        return *metrics;
    }
    messages::PortfolioMetrics now() { return metrics_of(ledger(read().rows)); }

    void follow(Ledger& books, Cursor& cursor) {
        auto news = in_transaction<News>([&](store::Transaction& transaction) {
            return read_news(transaction, "maker.near", kPairs, books.height(), cursor);
        });
        for (const auto& price : news.prices)
            books.price(price);
        for (const auto& fill : news.fills)
            EXPECT_TRUE(books.filled(fill));
        for (const auto& count : news.counts)
            books.counted(count);
        cursor = std::move(news.cursor);
    }

    /// Said a little while ago, so that each story lies in the past.
    std::int64_t at(std::int64_t ms) const { return began_ms_ + ms; }
    std::vector<test::Said> beginning() const {
        return {
            test::counted(90, at(0), "7", "7"),
            test::counted(100, at(100), "1000000", "600000000000000000000"),
            test::priced("px-0", at(50), "59000"),
            test::priced("px-1", at(150), "60000"),
            test::commanded("cmd-1", at(200)),
            test::commanded("cmd-2", at(210)),
            test::priced("px-2", at(300), "60500"),
        };
    }

    store::Database database_{loop_.get_executor(), settings()};
    store::Journal journal_{database_, store::history_tables()};
    std::int64_t began_ms_ = to_unix_ms(SystemClock{}.now()) - 60'000;
    std::uint64_t number_ = 0;
    SystemClock clock_;
};

TEST_F(LedgerStore, StartsAtTheLastCountBeforeTheFirstCommand) {
    write(beginning());
    write({test::counted(101, at(400), "1", "1")});
    const auto said = now();
    ASSERT_TRUE(said.baseline);
    EXPECT_EQ(said.baseline->inventory_id, MessageId{"inv-100"});
    EXPECT_EQ(said.baseline->first_command_id, CommandId{"cmd-1"});
    EXPECT_EQ(said.baseline->value_eure.to_tokens(18), "1200");
    EXPECT_EQ(said.pairs.at(0).price_baseline, *Price::parse("60000"));
    EXPECT_EQ(said.pairs.at(0).price_latest, *Price::parse("60500"));
    EXPECT_EQ(sql("select count(*) from portfolio_baselines"), "1");
}

TEST_F(LedgerStore, WaitsForWhatWasSaidBeforeTheCommandAndComesLater) {
    write({test::commanded("cmd-1", at(200)), test::counted(90, at(0), "7", "7")});
    EXPECT_FALSE(now().baseline);
    write(beginning());
    EXPECT_EQ(now().baseline->inventory_id, MessageId{"inv-100"});
}

TEST_F(LedgerStore, TellsTheExampleThatEveryProcessAgreesOn) {
    write(beginning());
    write({
        test::settled("set-1", at(1'000), 101, "-10000", "6300000000000000000"),
        test::counted(101, at(1'100), "990000", "606300000000000000000"),
        test::priced("px-3", at(1'200), "61000"),
    });
    const auto said = now();
    EXPECT_EQ(to_text(*said.trade_pnl_eure), "300000000000000000");
    EXPECT_EQ(to_text(*said.mark_to_market_pnl_eure), "200000000000000000");
    EXPECT_EQ(to_text(*said.price_move_pnl_eure), "-100000000000000000");
    EXPECT_EQ(*said.assets.at(0).unexplained, 0);
    EXPECT_EQ(*said.assets.at(1).unexplained, 0);
}

TEST_F(LedgerStore, CountsAFillOnceThatTwoProcessesTellOf) {
    write(beginning());
    auto other = test::settled("set-1", at(1'001), 101, "-10000", "6300000000000000000");
    write({test::settled("set-1", at(1'000), 101, "-10000", "6300000000000000000")});
    const auto renamed = other.payload.find("\"set-1\"");
    other.payload.replace(renamed, 7, "\"set-9\"");
    write({other});
    EXPECT_EQ(sql("select count(*) from trade_settlements"), "2");
    EXPECT_EQ(now().fills, 1U);
    EXPECT_EQ(to_text(now().pairs.at(0).base_delta), "-10000");
}

TEST_F(LedgerStore, CountsAFillThatIsToldWithAClockThatIsBehind) {
    constexpr std::int64_t kAnHour = 3'600'000;
    write(beginning());
    write({
        test::settled("set-1", at(-kAnHour), 101, "-10000", "6300000000000000000"),
        test::counted(101, at(1'100), "990000", "606300000000000000000"),
    });
    const auto said = now();
    EXPECT_EQ(said.fills, 1U);
    EXPECT_EQ(to_text(said.pairs.at(0).base_delta), "-10000");
    EXPECT_EQ(*said.assets.at(0).unexplained, 0);
}

TEST_F(LedgerStore, KnowsDepositsAndWithdrawalsAndTheirFees) {
    write(beginning());
    write({
        test::moved("dep-before", at(10), 95, "500", "0"),
        test::moved("dep-1", at(500), 102, "2000", "100"),
        test::moved("wit-1", at(600), 104, "-3000", "400"),
        test::counted(103, at(700), "1002000", "600000000000000000000"),
    });
    auto said = now();
    EXPECT_EQ(*said.assets.at(0).flows_delta, 2'000);
    EXPECT_EQ(*said.assets.at(0).unexplained, 0);
    EXPECT_EQ(*said.trade_pnl_eure, 0);
    write({test::counted(105, at(800), "999000", "600000000000000000000")});
    said = now();
    EXPECT_EQ(*said.assets.at(0).flows_delta, -1'000);
    EXPECT_EQ(*said.assets.at(0).unexplained, 0);
    EXPECT_EQ(said.bridge_fees_eure.to_tokens(18), "0.3025");  // 500 sat at 60500.
}

TEST_F(LedgerStore, StandsWhenTheRowsOfTheBaselineAreTrimmed) {
    write(beginning());
    write({test::settled("set-1", at(1'000), 101, "-10000", "6300000000000000000")});
    const auto before = now();
    sql("set session_replication_role = replica; delete from execute_trade_commands;"
        " delete from intent_inventory_snapshots where id = 'inv-90'");
    EXPECT_EQ(now(), before);
}

TEST_F(LedgerStore, FollowedOrReadAnewTheBooksAreTheSame) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random{seed};
    const auto dice = [&](int most) { return std::uniform_int_distribution{0, most}(random); };

    write(beginning());
    auto start = read();
    auto books = ledger(std::move(start.rows));
    auto cursor = std::move(start.cursor);
    std::int64_t btc = 1'000'000;
    std::int64_t euro = 600'000'000;  // Microcents of EURe are enough here.
    std::uint64_t height = 100;
    for (int step = 0; step < 40; ++step) {
        std::vector<test::Said> story;
        const auto time = at(1'000 + step * 10);
        const auto name = std::to_string(step);
        if (dice(2) == 0) {
            const auto sold = dice(400) - 200;
            const auto paid = -sold * 7 + dice(9);
            story.push_back(test::settled(
                "set-" + name, time, height + 1, std::to_string(-sold), std::to_string(paid)
            ));
            btc -= sold;
            euro += paid;
        }
        height += static_cast<std::uint64_t>(dice(2));
        if (dice(1) == 0) {
            const auto strange = dice(5) == 0 ? 3 : 0;
            story.push_back(
                test::counted(height, time + 1, std::to_string(btc + strange), std::to_string(euro))
            );
            ++height;
        }
        if (dice(1) == 0) {
            story.push_back(
                test::priced("px-s" + name, time + 2, std::to_string(60'000 + dice(900)))
            );
        }
        write(story);
        follow(books, cursor);
        ASSERT_EQ(metrics_of(books), now()) << "at step " << step;
    }
}

}  // namespace
}  // namespace unrip::history_writer

// `why` on quotes that ended in different ways, each out of its real rows.

#include "integration/unripctl/fake_house.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace unrip::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::int64_t now_ms() {
    return to_unix_ms(SystemClock{}.now());
}

/// The life of one quote, step by step, under ids of its own.
struct Life {
    std::string name;
    std::int64_t at = now_ms() - 2'000;
    std::vector<Said> story = {};

    json ids(json more = json::object()) const {
        more["quote_id"] = "quote-" + name;
        return more;
    }
    Life& demand() {
        story.push_back(retold("norm.swap_demand", "dem-" + name, at, ids(), json::object()));
        return *this;
    }
    Life& decision(json more = json::object()) {
        story.push_back(retold(
            "decision.trade_decision",
            "dec-" + name,
            at,
            ids(std::move(more)),
            {{"cause", "dem-" + name}}
        ));
        return *this;
    }
    Life& declined(const std::string& reason, json finding) {
        json more{{"reason", reason}, {"finding", std::move(finding)}};
        story.push_back(retold(
            "decision.trade_decision@declined",
            "dec-" + name,
            at,
            ids(std::move(more)),
            json::object()
        ));
        return *this;
    }
    Life& command(std::int64_t expires_at_ms) {
        story.push_back(retold(
            "cmd.execute_trade",
            "cmd-" + name,
            at,
            ids({{"decision_id", "dec-" + name}, {"expires_at_ms", expires_at_ms}}),
            json::object()
        ));
        return *this;
    }
    json links(json more) const {
        more["decision_id"] = "dec-" + name;
        more["command_id"] = "cmd-" + name;
        return ids(std::move(more));
    }
    Life& quote_signed() {
        story.push_back(retold(
            "exec.quote_signed",
            "sig-" + name,
            at,
            links({{"quote_hash", "hash-" + name}}),
            json::object()
        ));
        return *this;
    }
    Life& result(json more, const std::string& file = "exec.trade_result") {
        story.push_back(retold(file, "res-" + name, at, links(std::move(more)), json::object()));
        return *this;
    }
    Life& settlement(const std::string& file, const std::string& id, json more) {
        more["quote_hash"] = "hash-" + name;
        story.push_back(
            retold(file, "set-" + name + id, at + 10, links(std::move(more)), json::object())
        );
        return *this;
    }
    /// Up to and with the relay's yes.
    Life& answered() {
        return decision().command(at + 1'500).quote_signed().result({{"outcome", "accepted"}});
    }
};

struct WhyTest : FakeHouse {
    WhyTest() {
        have_history();
        write({retold("ref.market_price", "px-reference-1-20261120T110000Z-3600", now_ms() - 3'000)}
        );
    }
    std::string why(const Life& life) {
        write(life.story);
        const auto told = ctl({"why", "quote-" + life.name});
        EXPECT_EQ(told.exit_code, 0) << told.output;
        return told.output;
    }
};

json none() {
    return nullptr;
}

TEST_F(WhyTest, Settled) {
    const auto told = why(Life{"a"}
                              .answered()
                              .settlement("exec.trade_settlement@matched", "1", {})
                              .settlement("exec.trade_settlement", "2", {}));
    EXPECT_THAT(told, StartsWith("Quote quote-a was answered and settled."));
    EXPECT_THAT(told, HasSubstr("asked      5.00 EURe for BTC, valid 1 m 0 s, partner 1click"));
    EXPECT_THAT(told, HasSubstr("decided    fair 60 000.00 (kraken 59 998.0, coinbase 60 001.0"));
    EXPECT_THAT(told, HasSubstr("binance stale; age 0.4 s)"));
    EXPECT_THAT(told, HasSubstr("spread 75.0 bps = base 60.0 + disagreement 5.0 + deadline 10.0"));
    EXPECT_THAT(told, HasSubstr("inventory after the trade 0.009 917 29 BTC"));
    EXPECT_THAT(told, HasSubstr("slot 7-1/0, quote valid until"));
    EXPECT_THAT(told, HasSubstr("signed     hash hash-a"));
    EXPECT_THAT(told, HasSubstr("accepted   by the relay after 0.41 ms"));
    EXPECT_THAT(told, HasSubstr("matched    intent a2p1"));
    EXPECT_THAT(told, HasSubstr("settled    block 131 204 124, earned 0.04 EURe against fair"));
}

TEST_F(WhyTest, DeclinedForAnOldPrice) {
    const auto told = why(Life{"b"}.declined(
        "stale_price", {{"name", "price_age_ms"}, {"value", "6200"}, {"limit", "5000"}}
    ));
    EXPECT_THAT(
        told,
        StartsWith(
            "Quote quote-b was declined: the newest price was too old: 6.2 s; the limit is 5.0 s."
        )
    );
}

TEST_F(WhyTest, DeclinedForItsSize) {
    const auto told = why(Life{"c"}.declined(
        "over_notional_limit", {{"name", "notional_eure"}, {"value", "6"}, {"limit", "5"}}
    ));
    EXPECT_THAT(
        told, HasSubstr("worth more than one quote may be: 6.00 EURe; the limit is 5.00 EURe.")
    );
    EXPECT_THAT(told, HasSubstr("buy at 59 550.00: gives 5.96 EURe for 0.000 100 00 BTC"));
}

TEST_F(WhyTest, NotAnsweredWhileDisarmed) {
    Life life{"d"};
    life.decision({{"outcome", "declined"}, {"reason", "disarmed"}, {"would_quote", true}});
    const auto told = why(life);
    EXPECT_THAT(told, StartsWith("Quote quote-d was not answered: the strategy was disarmed"));
    EXPECT_THAT(told, HasSubstr("Otherwise it would have given 0.000 082 71 BTC for 5.00 EURe."));
}

TEST_F(WhyTest, Undecided) {
    EXPECT_THAT(why(Life{"e"}.demand()), StartsWith("No decision on quote quote-e is recorded"));
}

TEST_F(WhyTest, ApprovedWithoutACommand) {
    EXPECT_THAT(why(Life{"f"}.decision()), HasSubstr("was approved, but no command is recorded"));
}

TEST_F(WhyTest, NoExecutorWasThere) {
    EXPECT_THAT(
        why(Life{"g"}.decision().command(now_ms() - 60'000)),
        HasSubstr("Is trade-executor running?")
    );
}

TEST_F(WhyTest, CommandedAMomentAgo) {
    EXPECT_THAT(
        why(Life{"r"}.decision().command(now_ms() + 60'000)),
        StartsWith("Quote quote-r is commanded; the executor has not answered yet.")
    );
}

TEST_F(WhyTest, PastItsDeadlineWithoutProof) {
    Life life{"s"};
    life.decision({{"deadline_ms", now_ms() - 1'000}})
        .command(now_ms() - 60'000)
        .quote_signed()
        .result({{"outcome", "accepted"}});
    EXPECT_THAT(why(life), HasSubstr("has passed; the proof that nobody took it is still to come"));
}

TEST_F(WhyTest, RefusedByTheExecutor) {
    const auto told =
        why(Life{"h"}.decision().command(now_ms()).result({}, "exec.trade_result@refused"));
    EXPECT_THAT(
        told,
        StartsWith("Quote quote-h was not signed: the price was too far from the executor's own "
                   "reference: 215.0 bps; the limit is 200.0 bps.")
    );
}

TEST_F(WhyTest, RejectedByTheRelay) {
    const auto told = why(Life{"i"}.decision().command(now_ms()).quote_signed().result(
        {{"outcome", "rejected"}, {"rejection", "too_late"}, {"detail", "quote not found"}}
    ));
    EXPECT_THAT(told, HasSubstr("is not in the auction: the relay no longer knew the quote."));
    EXPECT_THAT(told, HasSubstr("Its words: quote not found."));
    EXPECT_THAT(told, HasSubstr("The promise stands until"));
}

TEST_F(WhyTest, NoVerdictCame) {
    const auto told =
        why(Life{"j"}.decision().command(now_ms()).quote_signed().result({{"outcome", "unknown"}}));
    EXPECT_THAT(told, HasSubstr("signed and perhaps sent: no verdict of the relay came."));
}

TEST_F(WhyTest, InTheAuction) {
    Life life{"k"};
    life.decision({{"deadline_ms", now_ms() + 60'000}})
        .command(now_ms())
        .quote_signed()
        .result({{"outcome", "accepted"}});
    EXPECT_THAT(why(life), HasSubstr("nobody has taken it yet. It is valid until"));
}

TEST_F(WhyTest, MatchedAndWaiting) {
    EXPECT_THAT(
        why(Life{"l"}.answered().settlement("exec.trade_settlement@matched", "1", {})),
        StartsWith("Quote quote-l was taken; the chain has not settled it yet.")
    );
}

TEST_F(WhyTest, AnsweredWithTheBytesOfAnotherQuote) {
    const auto first = Life{"twin-1"}
                           .answered()
                           .settlement("exec.trade_settlement@matched", "1", {})
                           .settlement("exec.trade_settlement", "2", {});
    write(first.story);
    Life second{"twin-2"};
    const auto told = why(second.decision()
                              .command(second.at + 1'500)
                              .result({{"outcome", "accepted"}, {"quote_hash", "hash-twin-1"}}));
    EXPECT_THAT(
        told,
        StartsWith("Quote quot…-2 was answered (accepted) with the same bytes as quote quot…-1: "
                   "one signature, which can settle once. What became of it is told there: settled."
        )
    );
    EXPECT_THAT(told, HasSubstr("signed     hash hash-twin-1"));
    EXPECT_THAT(told, HasSubstr("unripctl why quote-twin-1"));
    EXPECT_THAT(told, HasSubstr("accepted   by the relay after 0.41 ms"));
    EXPECT_THAT(ctl({"quotes"}).output, HasSubstr("accepted       same bytes as quot…-1"));
}

TEST_F(WhyTest, ShowsThePriceOfItsOwnPair) {
    auto other = retold(
        "ref.market_price", "px-other", now_ms() - 2'500, {{"mid", "3000"}}, {{"pair", "eth-eure"}}
    );
    write({other});
    Life life{"two-pairs"};
    const auto told = why(life.decision({{"applied", {{"price_id", "px-other"}}}}));
    EXPECT_THAT(told, HasSubstr("fair 60 000.00 (kraken 59 998.0"));
}

TEST_F(WhyTest, FailedOnTheChain) {
    const json failed{
        {"state", "failed"},
        {"failure", "nonce_used"},
        {"detail", "nonce was already used"},
        {"realised", json::array()},
        {"is_as_promised", none()},
        {"realised_pnl_eure", none()}};
    const auto told = why(Life{"m"}.answered().settlement("exec.trade_settlement", "1", failed));
    EXPECT_THAT(
        told,
        StartsWith("Quote quote-m was taken, but its transaction failed: another quote of the same "
                   "lane was first. Its words: nonce was already used.")
    );
}

TEST_F(WhyTest, ExpiredWithItsProof) {
    const json expired{
        {"state", "expired"},
        {"evidence", "nonce_unused"},
        {"realised", json::array()},
        {"is_as_promised", none()},
        {"realised_pnl_eure", none()},
        {"is_nonce_used", false}};
    const auto told = why(Life{"n"}.answered().settlement("exec.trade_settlement", "1", expired));
    EXPECT_THAT(
        told, HasSubstr("answered and not taken: it expired. Proof: the nonce was not used")
    );
}

TEST_F(WhyTest, UnknownIsNeverCalledExpired) {
    const json unknown{
        {"state", "unknown"},
        {"evidence", "none"},
        {"realised", json::array()},
        {"is_as_promised", none()},
        {"realised_pnl_eure", none()},
        {"is_nonce_used", none()}};
    const auto told = why(Life{"o"}.answered().settlement("exec.trade_settlement", "1", unknown));
    EXPECT_THAT(told, StartsWith("What became of quote quote-o can't be proven"));
    EXPECT_THAT(told, HasSubstr("It counts as unknown, never as expired"));
}

TEST_F(WhyTest, IdsMayBeShortenedAndWhatIsNotThereIsSaid) {
    write(Life{"p1"}.decision().story);
    write(Life{"p2"}.decision().story);
    EXPECT_THAT(ctl({"why", "quote-p1"}).output, StartsWith("Quote quote-p1"));
    EXPECT_THAT(ctl({"why", "quo…p2"}).output, StartsWith("Quote quote-p2"));
    EXPECT_THAT(ctl({"why", "quote-p"}).output, HasSubstr("several quotes begin like this"));
    EXPECT_EQ(ctl({"why", "quote-p"}).exit_code, 1);
    EXPECT_THAT(ctl({"why", "nothing"}).output, HasSubstr("no quote \"nothing\""));
    EXPECT_EQ(ctl({"why"}).exit_code, 2);
    const auto told = json::parse(ctl({"why", "quote-p1", "--json"}).output);
    EXPECT_EQ(told.at("ended"), "not_commanded");
    EXPECT_EQ(told.at("amount_out"), "0.00008271");
}

TEST_F(WhyTest, QuotesListsThemWithHowFarTheyCame) {
    write(Life{"q1"}.declined("stale_price", none()).story);
    write(Life{"q2"}.answered().settlement("exec.trade_settlement", "1", {}).story);
    // `asked_at` is the demand's own time; the list goes by when it was said.
    const auto all = ctl({"quotes"}).output;
    EXPECT_THAT(all, HasSubstr("quote-q1 buy 0.000 100 00 BTC      declined       stale_price"));
    EXPECT_THAT(all, HasSubstr("quote-q2 sell 0.000 082 71 BTC     settled\n"));
    const auto settled = ctl({"quotes", "--ended", "settled", "--json"}).output;
    EXPECT_EQ(json::parse(settled).at("quote_id"), "quote-q2");
    EXPECT_THAT(ctl({"quotes", "--ended", "failed"}).output, HasSubstr("None in that time."));
    EXPECT_EQ(ctl({"quotes", "--since", "soon"}).exit_code, 2);
    const auto lost = ctl({"quotes", "--ended", "lost"});
    EXPECT_EQ(lost.exit_code, 2);
    EXPECT_THAT(lost.output, HasSubstr("it must be one of declined, refused"));
}

TEST_F(WhyTest, PnlIsShownAndTheChangeInATime) {
    port("history-writer")
        .answer(
            "GET /portfolio-metrics",
            200,
            R"({"trade_pnl_eure":"0.3","mark_to_market_pnl_eure":"0.2","price_move_pnl_eure":"-0.1",)"
            R"("value_eure":"1210.2","bridge_fees_eure":"0","fills":9,)"
            R"("baseline":{"taken_at":"2026-11-20T11:59:55.000Z","value_eure":"1200"},)"
            R"("pairs":[{"pair":"btc-eure","fills":9,"trade_pnl_eure":"0.3","mark_to_market_pnl_eure":"0.2",)"
            R"("price_move_pnl_eure":"-0.1"}],)"
            R"("assets":[{"symbol":"BTC","unexplained":"-0.001"},{"symbol":"EURe","unexplained":"0"}]})"
        );
    const auto shown = ctl({"pnl"}).output;
    EXPECT_THAT(shown, HasSubstr("portfolio   9       +0.30        -0.10        +0.20"));
    EXPECT_THAT(shown, HasSubstr("UNEXPLAINED -0.001 000 00 BTC"));
    EXPECT_THAT(shown, HasSubstr("For some seconds that is a count which came before"));

    EXPECT_THAT(ctl({"pnl", "--since", "1h"}).output, HasSubstr("Nothing yet"));
    write({
        retold(
            "state.portfolio_metrics",
            "pfm-1",
            now_ms() - 7'200'000,
            {{"trade_pnl_eure", "100000000000000000"}},
            json::object()
        ),
        retold("state.portfolio_metrics", "pfm-2", now_ms()),
    });
    const auto change = ctl({"pnl", "--since", "1h"}).output;
    EXPECT_THAT(change, HasSubstr("In the last 1 h 0 m"));
    EXPECT_THAT(change, HasSubstr("portfolio   0       +0.20        0.00"));
}

}  // namespace
}  // namespace unrip::test

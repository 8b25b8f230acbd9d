// What can be asked of the sandbox on its control port.

#include "runtime/control.hpp"

#include "control/routes.hpp"
#include "integration/venue-sandbox/sandbox_fixture.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace unrip::sandbox {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr auto kBtc = "nep141:btc.omft.near";
constexpr auto kKey = "ed25519:6E8sCci9badyRkXb3JoRpBj5p8C6Tw41ELDZoiihKEtp";

class ControlTest : public SandboxTest {
  protected:
    void start(std::string_view scenario) {
        SandboxTest::start(scenario);
        add_routes(control, *sandbox, clock);
    }
    json ask(std::string method, std::string path, const json& body = nullptr, int status = 200) {
        runtime::ControlRequest request;
        request.method = std::move(method);
        request.path = std::move(path);
        if (!body.is_null()) request.body = body.dump();
        const auto handler = control.find(request.method, request.path);
        if (!handler) throw std::runtime_error{"nobody answers " + request.path};
        const auto answer = test::run_task(loop, (*handler)(std::move(request)));
        EXPECT_EQ(answer.status, status) << answer.body;
        return json::parse(answer.body);
    }
    std::string account(const std::string& what = "") const {
        return "/accounts/" + sandbox->world().scenario().maker.id + what;
    }

    runtime::Control control;
};

TEST_F(ControlTest, ShowsTheScenarioAndTakesChanges) {
    start(R"({"name":"x","takers":[]})");
    EXPECT_EQ(ask("GET", "/scenario").at("name"), "x");
    const auto changed =
        ask("PUT", "/scenario", {{"relay", {{"verify", "deferred"}}}, {"chain", {{"fee_pips", 77}}}}
        );
    EXPECT_EQ(changed.at("name"), "x");
    EXPECT_FALSE(sandbox->relay().rules().verify_inline);
    EXPECT_EQ(sandbox->chain().verifier().fee_pips(), 77U);
    const auto refused = ask("PUT", "/scenario", {{"seed", 9}}, 409);
    EXPECT_THAT(refused.dump(), HasSubstr("/seed"));
    EXPECT_THAT(ask("PUT", "/scenario", {{"weather", 1}}, 400).dump(), HasSubstr("/weather"));
}

TEST_F(ControlTest, MovesTheTruth) {
    start(R"({"takers":[]})");
    ask("POST", "/prices", {{"market", "BTC/EUR"}, {"price", "70000"}});
    ask("POST", "/prices", {{"market", "BTC/EUR"}, {"jump_ppm", 100'000}});
    const auto price = sandbox->world().price("BTC/EUR", clock.now());
    EXPECT_LT(*distance(*price, *Price::parse("77000")), Ratio::bps(20));
    EXPECT_EQ(
        ask("POST", "/prices", {{"market", "BTC/EUR"}, {"regime", "calm"}})
            .at("BTC/EUR")
            .at("regime"),
        "calm"
    );
    for (const auto& wrong :
         {json{{"market", "BTC/EUR"}},
          json{{"price", "1"}},
          json{{"market", "BTC/EUR"}, {"price", 5}},
          json{{"market", "BTC/EUR"}, {"jump_ppm", "5"}}}) {
        ask("POST", "/prices", wrong, 400);
    }
    ask("POST", "/prices", {{"market", "BTC/USD"}, {"price", "5"}}, 409);
    EXPECT_TRUE(ask("GET", "/prices").at("ETH/EUR").at("exchanges").contains("kraken"));
}

TEST_F(ControlTest, FundsAccountsAndRegistersKeys) {
    start(R"({"takers":[]})");
    ask("POST", account("/fund"), {{"token", kBtc}, {"balance", "100"}});
    const auto funded = ask("POST", account("/fund"), {{"token", kBtc}, {"amount", "5"}});
    EXPECT_EQ(funded.at("balances").at(kBtc).at("balance"), "105");
    EXPECT_EQ(funded.at("balances").at(kBtc).at("committed"), "0");
    ask("POST", account("/fund"), {{"token", "btc"}, {"amount", "5"}}, 400);
    ask("POST", account("/fund"), {{"token", kBtc}, {"amount", "1.5"}}, 400);
    EXPECT_EQ(
        ask("POST", account("/keys"), {{"public_key", kKey}}).at("keys"), json::array({kKey})
    );
    ask("POST", account("/keys"), {{"public_key", "ed25519:0"}}, 400);
    ask("POST", account("/keys"), json::object(), 400);
    EXPECT_EQ(ask("GET", account()).at("keys").size(), 1U);
}

TEST_F(ControlTest, SendsDepositsThroughTheBridge) {
    start(R"({"takers":[],"chain":{"block_every_ms":20},"bridge":{"deposit_credited_after_ms":50}})"
    );
    const auto& ledger = sandbox->chain().verifier().ledger();
    const auto& maker = sandbox->world().scenario().maker.id;
    const auto before = ledger.balance(maker, kBtc);
    ask("POST", account("/deposit"), {{"token", kBtc}, {"amount", "100000"}});
    wait_until([&] { return ledger.balance(maker, kBtc) == before + 100'000; });
    ask("POST", account("/deposit"), {{"token", "nep141:wrap.near"}, {"amount", "1"}}, 409);
}

TEST_F(ControlTest, OrdersAndEndsFaults) {
    start(R"({"takers":[]})");
    const auto ordered = ask("POST", "/faults", {{"what", "lose"}, {"place", "ws"}});
    EXPECT_EQ(ordered.at("done"), "fault 1 is in force");
    ask("POST", "/faults", {{"what", "pause"}});
    EXPECT_EQ(ask("GET", "/faults").at("in_force").size(), 2U);
    ask("POST", "/faults/end", {{"id", "first"}}, 400);
    EXPECT_EQ(ask("POST", "/faults/end", {{"id", 1}}).at("ended"), 1);
    EXPECT_EQ(ask("POST", "/faults/end").at("ended"), 1);
    EXPECT_FALSE(sandbox->chain().verifier().is_paused());
    ask("POST", "/faults", {{"what", "earthquake"}}, 400);
}

TEST_F(ControlTest, AsksOneQuestionByHand) {
    start(
        R"({"takers":[],"competitor":{"on":true,"answers_after_ms":1},
            "auction":{"wait_min_ms":50,"grace_ms":10,"wait_max_ms":500}})"
    );
    const auto said =
        ask("POST", "/quotes", {{"pair", "btc-eure"}, {"give", "btc"}, {"amount_in", "0.0001"}});
    const auto& offer = said.at("result").at(0);
    EXPECT_EQ(offer.at("amount_in"), "10000");
    EXPECT_EQ(offer.at("defuse_asset_identifier_in"), kBtc);
    for (const auto& wrong :
         {json{{"pair", "doge-eure"}, {"give", "btc"}, {"amount_in", "1"}},
          json{{"pair", "btc-eure"}, {"give", "doge"}, {"amount_in", "1"}},
          json{{"pair", "btc-eure"}, {"give", "btc"}},
          json{{"pair", "btc-eure"}, {"give", "btc"}, {"amount_in", "1"}, {"amount_out", "1"}},
          json{{"pair", "btc-eure"}, {"give", "btc"}, {"amount_in", "0"}}}) {
        ask("POST", "/quotes", wrong, 400);
    }
}

TEST_F(ControlTest, CountsATradeFromItsQuestionToTheTrueProfit) {
    start(
        R"({"takers":[{"name":"a","per_second":20,"size_least":"2","size_most":"2"}],
            "competitor":{"on":true,"answers_after_ms":1},
            "auction":{"wait_min_ms":20,"grace_ms":10,"wait_max_ms":200},
            "chain":{"block_every_ms":20,"settle_after_ms":10}})"
    );
    wait_until([&] { return sandbox->chain().profit(sandbox->competitor().account()).trades > 3; });
    const auto stats = ask("GET", "/stats");
    EXPECT_GT(stats.at("competitor").at("true_pnl_at_trade"), 0.0);
    EXPECT_GT(stats.at("takers").at("a").at("taken"), 3);
    EXPECT_GT(stats.at("relay").at("all").at("valid"), 3);
    EXPECT_TRUE(stats.at("relay").at("all").at("latency").contains("p99_ms"));
    EXPECT_EQ(stats.at("over_commitment").at("breaches"), 0);
    EXPECT_GT(stats.at("chain").at("settlements"), 3);
    EXPECT_EQ(stats.at("maker").at("account"), "maker.sandbox.near");
    EXPECT_EQ(stats.at("maker").at("trades"), 0);
}

}  // namespace
}  // namespace unrip::sandbox

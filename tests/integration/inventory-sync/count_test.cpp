// From NEAR nodes to the counts that are heard on the bus, through the real binary.

#include "bus/typed.hpp"
#include "integration/bus/bus_fixture.hpp"
#include "integration/inventory-sync/chain_node.hpp"
#include "messages/intent_inventory.hpp"
#include "messages/liquidity_action.hpp"
#include "messages/quote_signed.hpp"
#include "messages/trade_settlement.hpp"
#include "messages/venue.hpp"
#include "near/rfc3339.hpp"
#include "support/service_process.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace unrip::bus {
namespace {

using messages::CountTrigger;
using messages::IntentInventory;
using messages::Venue;
using testing::HasSubstr;

template <class Body>
messages::Envelope<Body> example(const std::string& name) {
    std::ifstream file{std::string{UNRIP_SOURCE_DIR} + "/proto/examples/" + name + ".json"};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    auto read = messages::decode<Body>(text);
    if (!read) throw std::runtime_error{read.error().detail};
    return *std::move(read);
}

std::string policy_text(int every_ms) {
    return R"({"schema":"policy/1","name":"test","accounting_token":"eure","tokens":[
        {"slug":"btc","symbol":"BTC","asset_id":"nep141:btc.omft.near","decimals":8,"chain":"btc:mainnet"},
        {"slug":"eure","symbol":"EURe","asset_id":"nep141:eure.omft.near","decimals":18,"chain":"eth:100"}],
        "pairs":[{"base":"btc","quote":"eure","sources":[{"source":"kraken","symbols":["BTC/EUR"]},
            {"source":"coinbase","symbols":["BTC-EUR"]}],
        "spread":{"half_spread_ppm":7500},"slots":{"base_cap":"10000"},
        "limits":{"notional_max":"5000","base_max":"10000","quote_max":"9000"}}],
        "executor":{"notional_max":"5000"},"inventory":{"near_end_every_ms":100,"every_ms":)" +
           std::to_string(every_ms) + "}}";
}

struct CountTest : BusTest {
    static constexpr int kOften = 300;
    static constexpr int kSeldom = 600'000;

    Server nats;
    test::Chain chain{1'000};
    test::ChainNode one{chain};
    test::ChainNode two{chain};
    test::ChainNode three{chain};
    test::TemporaryDirectory directory;
    std::unique_ptr<test::ServiceProcess> inventory;
    std::unique_ptr<Connection> connection = connect(settings_for(nats));
    std::vector<messages::Envelope<IntentInventory>> counts;
    std::vector<messages::Envelope<Venue>> venues;
    Subscription counts_heard = hear(counts);
    Subscription venues_heard = hear(venues);

    /// Without a stream each message would be repeated, and heard, until one takes it.
    void SetUp() override { make_stream(*connection, "ALL", {"state.>", "ops.>"}); }

    template <class Body>
    Subscription hear(std::vector<messages::Envelope<Body>>& heard) {
        return subscribe<Body>(
            *connection,
            Inflow{1'000, net::Overflow::refuse_newest},
            [&heard](auto envelope, const Incoming&) { heard.push_back(std::move(envelope)); },
            [](const Incoming&, const Error& error) { FAIL() << error.detail; }
        );
    }

    void open(int every_ms, const std::vector<const test::ChainNode*>& nodes) {
        directory.write("policy.json", policy_text(every_ms));
        std::string urls;
        for (const auto* node : nodes)
            urls += (urls.empty() ? "" : ",") + node->url();
        inventory = std::make_unique<test::ServiceProcess>(
            "inventory-sync",
            "INVENTORY_SYNC_PORT",
            std::map<std::string, std::string>{
                {"NATS_URL", nats.url()},
                {"NATS_SYNC", "1s"},
                {"UNRIP_INSTANCE", "inventory-1"},
                {"UNRIP_POLICY_FILE", (directory.path() / "policy.json").string()},
                {"NEAR_INTENTS_ACCOUNT_ID", "maker.near"},
                {"NEAR_RPC_URLS", urls}}
        );
        inventory->start();
        inventory->await_ready();
    }
    bool hears_count(const std::function<bool(const messages::Envelope<IntentInventory>&)>& wanted
    ) {
        return until([&] { return std::any_of(counts.begin(), counts.end(), wanted); });
    }
    bool hears_a_count() {
        return hears_count([](const auto&) { return true; });
    }
    template <class Body>
    void say(const messages::Envelope<Body>& envelope) {
        ASSERT_TRUE(publish(*connection, envelope));
    }
};

TEST_F(CountTest, TellsBooksAndRulesOfOneFinalBlock) {
    open(kSeldom, {&one});
    ASSERT_TRUE(hears_a_count()) << inventory->log();
    const auto& count = counts.front();
    EXPECT_EQ(count.id.text(), "inv-inventory-1-1000");
    EXPECT_EQ(count.body.account_id, "maker.near");
    EXPECT_EQ(count.body.block.height, 1'000U);
    ASSERT_EQ(count.body.balances.size(), 2U);
    EXPECT_EQ(count.body.balances[0].spendable, Amount{1'000'000});
    EXPECT_EQ(count.body.balances[1].symbol, "EURe");
    EXPECT_EQ(count.body.trigger, CountTrigger::beat);

    // It comes on a subscription of its own, so in no order with the count.
    ASSERT_TRUE(until([&] { return venues.size() == 1; })) << inventory->log();
    EXPECT_EQ(venues[0].body.block, count.body.block);
    EXPECT_EQ(venues[0].body.current_salt, "252812b3");
    EXPECT_EQ(venues[0].body.fee_ppm, 1U);
    EXPECT_EQ(venues[0].body.public_keys.size(), 1U);
    EXPECT_THAT(inventory->get("/healthz").body, HasSubstr("counted at block 1000"));
}

TEST_F(CountTest, NeverTellsABlockTwiceOrALowerOne) {
    open(kOften, {&one});
    ASSERT_TRUE(hears_a_count()) << inventory->log();
    chain.set_height(990);
    turn_for(Milliseconds{1'500});
    EXPECT_EQ(counts.size(), 1U);
    chain.set_height(1'001);
    EXPECT_TRUE(until([&] { return counts.size() == 2; })) << inventory->log();
    EXPECT_EQ(counts.back().body.block.height, 1'001U);
}

TEST_F(CountTest, CountsAfterASettlementOfOursAtItsBlockOrLater) {
    open(kSeldom, {&one});
    ASSERT_TRUE(hears_a_count()) << inventory->log();
    auto settled = example<messages::TradeSettlement>("exec.trade_settlement");
    ASSERT_EQ(settled.body.state, messages::SettlementState::settled);
    settled.body.block->height = 1'002;
    chain.advance();
    say(settled);
    const auto at = [](std::uint64_t height) {
        return [height](const auto& count) { return count.body.block.height == height; };
    };
    // The node does not know the settlement's block yet: it is asked again, not after the beat.
    ASSERT_TRUE(hears_count(at(1'001))) << inventory->log();
    EXPECT_EQ(counts.back().cause, settled.id);
    EXPECT_EQ(counts.back().body.trigger, CountTrigger::settlement);
    chain.set_balances(R"(["990000","606300000000000000000"])");
    chain.advance();
    ASSERT_TRUE(hears_count(at(1'002))) << inventory->log();
    EXPECT_EQ(counts.back().body.balances[0].spendable, Amount{990'000});
}

TEST_F(CountTest, CountsSoonerOnceWhatWasSignedHasEnded) {
    open(kSeldom, {&one});
    ASSERT_TRUE(hears_a_count()) << inventory->log();
    auto quote = example<messages::QuoteSigned>("exec.quote_signed");
    const auto deadline = clock.now() + Milliseconds{300};
    quote.body.deadline = near::to_rfc3339(deadline);
    say(quote);
    chain.advance();
    const auto after_the_end = [&](const auto& count) {
        return count.body.trigger == CountTrigger::promises_near_end &&
               count.body.block.time_ns > to_unix_ns(deadline);
    };
    EXPECT_TRUE(hears_count(after_the_end)) << inventory->log();
}

TEST_F(CountTest, ARefreshCountsAtOnceAndAnswersWithTheHeight) {
    open(kSeldom, {&one});
    ASSERT_TRUE(hears_a_count()) << inventory->log();
    chain.advance();
    const auto answer = inventory->post("/refresh");
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, HasSubstr(R"("height":1001,"told_height":1001)"));
    EXPECT_TRUE(hears_count([](const auto& count) {
        return count.body.trigger == CountTrigger::refresh;
    }));
    one.fail();
    EXPECT_EQ(inventory->post("/refresh").status, 503);
}

TEST_F(CountTest, ANodeThatLiesIsOutvotedAndReported) {
    two.lie();
    open(kSeldom, {&one, &two, &three});
    ASSERT_TRUE(hears_a_count()) << inventory->log();
    EXPECT_EQ(counts[0].body.balances[0].spendable, Amount{1'000'000});
    EXPECT_EQ(counts[0].body.nodes_asked, 3U);
    EXPECT_EQ(counts[0].body.nodes_agreed, 2U);
    EXPECT_THAT(inventory->get("/state").body, HasSubstr(R"("use":"disagrees")"));
    // The count goes out first; what is wrong with a node is said after it.
    EXPECT_TRUE(until([&] {
        return inventory->log().find("rpc_node_disagrees") != std::string::npos;
    })) << inventory->log();
}

TEST_F(CountTest, WhereNobodyCanTellWhichNodeIsRightNothingIsTold) {
    two.lie();
    open(kOften, {&one, &two});
    EXPECT_TRUE(inventory->comes_to_say("/healthz", "the nodes disagree about one block"));
    turn_for(Milliseconds{500});
    EXPECT_TRUE(counts.empty());
}

TEST_F(CountTest, NodesThatAreAwayOrFarBehindAreLeftOut) {
    two.lag(50);
    three.fail();
    open(kSeldom, {&one, &two, &three});
    ASSERT_TRUE(hears_a_count()) << inventory->log();
    EXPECT_EQ(counts[0].body.block.height, 1'000U);
    EXPECT_EQ(counts[0].body.nodes_agreed, 1U);
    const auto state = inventory->get("/state").body;
    EXPECT_THAT(state, HasSubstr(R"("use":"behind")"));
    EXPECT_THAT(state, HasSubstr(R"("use":"unreachable")"));
    EXPECT_THAT(inventory->get("/healthz").body, HasSubstr("degraded"));
}

TEST_F(CountTest, ASaltThatWasReplacedIsToldWithWhetherItStillHolds) {
    open(kOften, {&one});
    ASSERT_TRUE(hears_a_count()) << inventory->log();
    chain.set_salt("01020304");
    chain.advance();
    ASSERT_TRUE(until([&] { return venues.size() == 2; })) << inventory->log();
    const std::vector<messages::SaltState> salts{{"01020304", true}, {"252812b3", true}};
    EXPECT_EQ(venues[1].body.salts, salts);
}

TEST_F(CountTest, DepositsOnTheirWayStandBesideWhatCanBeSpent) {
    open(kOften, {&one});
    ASSERT_TRUE(hears_a_count()) << inventory->log();
    auto deposit = example<messages::LiquidityAction>("ops.liquidity_action");
    deposit.body.kind = messages::LiquidityKind::deposit;
    deposit.body.state = messages::LiquidityState::pending;
    deposit.body.account_id = "maker.near";
    deposit.body.asset = *AssetId::parse("nep141:btc.omft.near");
    deposit.body.amount = Amount{5'000};
    say(deposit);
    turn_for(Milliseconds{100});
    chain.advance();
    EXPECT_TRUE(hears_count([](const auto& count) {
        return count.body.balances[0].pending == Amount{5'000} &&
               count.body.balances[0].spendable == Amount{1'000'000};
    })) << inventory->log();
}

}  // namespace
}  // namespace unrip::bus

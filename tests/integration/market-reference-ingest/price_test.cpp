// From the wire of two exchanges to the price that is heard on the bus, through the real binary.

#include "bus/typed.hpp"
#include "integration/bus/bus_fixture.hpp"
#include "integration/market-reference-ingest/exchange.hpp"
#include "messages/market_price.hpp"
#include "support/service_process.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace unrip::bus {
namespace {

using messages::MarketPrice;
using messages::PriceStatus;
using messages::PriceTrigger;
using messages::SourceUse;
using testing::HasSubstr;

// Kraken quotes the pair; Coinbase gives 60010 and 60016 by its two legs.
constexpr auto kKraken =
    R"({"channel":"ticker","type":"update","data":[{"symbol":"BTC/EUR","bid":59998,"ask":60002}]})";
constexpr auto kBtcUsd =
    R"({"type":"ticker","product_id":"BTC-USD","best_bid":"66011","best_ask":"66017.6"})";
constexpr auto kEurUsd =
    R"({"type":"ticker","product_id":"EUR-USD","best_bid":"1.1","best_ask":"1.1"})";
constexpr auto kKrakenRest =
    R"({"error":[],"result":{"XXBTZEUR":{"a":["60002","1","1"],"b":["59998","1","1"]}}})";

std::string policy_text(unsigned sources_min) {
    return R"({"schema":"policy/1","name":"test","accounting_token":"eure","tokens":[
        {"slug":"btc","symbol":"BTC","asset_id":"nep141:btc.omft.near","decimals":8,"chain":"btc:mainnet"},
        {"slug":"eure","symbol":"EURe","asset_id":"nep141:eure.omft.near","decimals":18,"chain":"eth:100"}],
        "pairs":[{"base":"btc","quote":"eure","sources":[
            {"source":"kraken","symbols":["BTC/EUR"],"rules":{"silence_max_ms":1000}},
            {"source":"coinbase","symbols":["BTC-USD","EUR-USD"],"rules":{"silence_max_ms":1000}}],
        "spread":{"half_spread_ppm":7500},"slots":{"base_cap":"10000"},
        "limits":{"notional_max":"5000","base_max":"10000","quote_max":"9000"}}],
        "executor":{"notional_max":"5000"},"reference":{"beat_ms":400,"sources_min":)" +
           std::to_string(sources_min) + "}}";
}

struct PriceTest : BusTest {
    Server nats;
    test::Exchange kraken{{kKraken}, kKrakenRest};
    test::Exchange coinbase{{kBtcUsd, kEurUsd}, ""};
    test::TemporaryDirectory directory;
    std::unique_ptr<test::ServiceProcess> reference;
    std::unique_ptr<Connection> connection = connect(settings_for(nats));
    std::vector<messages::Envelope<MarketPrice>> heard;
    Subscription subscription = subscribe<MarketPrice>(
        *connection,
        Inflow{1'000, net::Overflow::refuse_newest},
        [this](auto envelope, const Incoming&) { heard.push_back(std::move(envelope)); },
        [](const Incoming&, const Error& error) { FAIL() << error.detail; }
    );

    /// Without a stream each message would be repeated, and heard, until one takes it.
    void SetUp() override { make_stream(*connection, "ALL", {"ref.>", "ops.>"}); }

    test::ServiceProcess& make(unsigned sources_min, const std::string& sources) {
        directory.write("policy.json", policy_text(sources_min));
        reference = std::make_unique<test::ServiceProcess>(
            "market-reference-ingest",
            "MARKET_REFERENCE_INGEST_PORT",
            std::map<std::string, std::string>{
                {"NATS_URL", nats.url()},
                {"NATS_SYNC", "1s"},
                {"UNRIP_INSTANCE", "reference-1"},
                {"UNRIP_POLICY_FILE", (directory.path() / "policy.json").string()},
                {"REFERENCE_SOURCES", sources},
                {"REFERENCE_KRAKEN_URL", kraken.url()},
                {"REFERENCE_COINBASE_URL", coinbase.url()}}
        );
        reference->start();
        return *reference;
    }
    void open(unsigned sources_min = 2) { make(sources_min, "kraken,coinbase").await_ready(); }
    bool hears(const std::function<bool(const MarketPrice&)>& wanted) {
        heard.clear();
        return until([&] {
            return std::any_of(heard.begin(), heard.end(), [&](const auto& envelope) {
                return wanted(envelope.body);
            });
        });
    }
    static bool is_agreed(const MarketPrice& price) { return price.status == PriceStatus::agreed; }
};

TEST_F(PriceTest, TwoExchangesBecomeOnePriceThatIsToldAgainOnTheBeat) {
    open();
    ASSERT_TRUE(hears(is_agreed)) << reference->log();
    const auto& envelope = heard.back();
    EXPECT_EQ(envelope.pair, "btc-eure");
    EXPECT_EQ(envelope.source, "market-reference-ingest/reference-1");
    EXPECT_EQ(envelope.body.mid, *Price::parse("60006.5"));
    ASSERT_EQ(envelope.body.sources.size(), 2U);
    EXPECT_EQ(envelope.body.sources[1].route, "btc-usd/eur-usd");
    EXPECT_EQ(envelope.body.sources[1].bid, *Price::parse("60010"));

    const auto agreed_on_beat = [](const MarketPrice& price) {
        return is_agreed(price) && price.trigger == PriceTrigger::beat;
    };
    EXPECT_TRUE(hears(agreed_on_beat)) << reference->log();
    EXPECT_THAT(reference->get("/state").body, HasSubstr(R"("verdict":"good")"));
    EXPECT_TRUE(reference->comes_to_say("/metrics", "unrip_reference_prices_told_total"));
}

TEST_F(PriceTest, WhenOneFallsSilentThereIsNoNumberAndTheReasonIsTold) {
    open();
    ASSERT_TRUE(hears(is_agreed)) << reference->log();
    coinbase.be_silent();
    const auto without = [](const MarketPrice& price) {
        return price.status == PriceStatus::too_few_sources && !price.mid &&
               price.sources.at(1).use == SourceUse::frozen;
    };
    ASSERT_TRUE(hears(without)) << reference->log();
    EXPECT_TRUE(reference->comes_to_say("/healthz", "no price: too_few_sources, 1 usable of 2"));

    coinbase.speak();
    EXPECT_TRUE(hears(is_agreed)) << reference->log();
}

TEST_F(PriceTest, WhereOneIsEnoughASilentOneOnlyDegrades) {
    open(1);
    ASSERT_TRUE(hears(is_agreed)) << reference->log();
    coinbase.be_silent();
    const auto by_one = [](const MarketPrice& price) {
        return is_agreed(price) && price.sources.at(1).use == SourceUse::frozen &&
               price.mid == *Price::parse("60000");
    };
    ASSERT_TRUE(hears(by_one)) << reference->log();
    EXPECT_TRUE(reference->comes_to_say("/healthz", "degraded"));
}

TEST_F(PriceTest, ARefreshAsksOverRestAndTellsAtOnce) {
    kraken.be_silent();
    open(1);
    const auto asked_before = kraken.rest_requests();
    const auto answer = reference->post("/refresh");
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_GT(kraken.rest_requests(), asked_before);
    EXPECT_THAT(answer.body, HasSubstr(R"("pair":"btc-eure","status":"agreed")"));
    const auto refreshed = [](const MarketPrice& price) {
        return is_agreed(price) && price.trigger == PriceTrigger::refresh;
    };
    EXPECT_TRUE(until([&] {
        return std::any_of(heard.begin(), heard.end(), [&](const auto& envelope) {
            return refreshed(envelope.body);
        });
    })) << reference->log();
}

TEST_F(PriceTest, DisarmedItTellsNothing) {
    open();
    ASSERT_TRUE(hears(is_agreed)) << reference->log();
    ASSERT_EQ(reference->post("/disarm").status, 200);
    turn_for(Milliseconds{200});
    heard.clear();
    turn_for(Milliseconds{1'000});
    EXPECT_TRUE(heard.empty());
    ASSERT_EQ(reference->post("/arm").status, 200);
    EXPECT_TRUE(hears(is_agreed)) << reference->log();
}

TEST_F(PriceTest, TooFewSourcesSwitchedOnIsSaidAtTheStart) {
    auto& started = make(2, "kraken");
    EXPECT_EQ(started.await_exit(), 2);
    EXPECT_THAT(started.log(), HasSubstr("btc-eure needs 2 sources for a price"));
}

TEST_F(PriceTest, AnUnknownSourceIsSaidAtTheStart) {
    auto& started = make(2, "kraken,coinbase,krakn");
    EXPECT_EQ(started.await_exit(), 2);
    EXPECT_THAT(started.log(), HasSubstr("REFERENCE_SOURCES"));
}

}  // namespace
}  // namespace unrip::bus

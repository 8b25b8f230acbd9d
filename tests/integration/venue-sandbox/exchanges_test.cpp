// Our own price sources against the sandbox's exchanges, over real sockets.

#include "integration/venue-sandbox/sandbox_fixture.hpp"
#include "venue/price/binance.hpp"
#include "venue/price/bitstamp.hpp"
#include "venue/price/coinbase.hpp"
#include "venue/price/kraken.hpp"
#include "venue/price/price_source.hpp"
#include "venue/price/pyth.hpp"

#include <gmock/gmock.h>

namespace unrip::sandbox {
namespace {

using testing::HasSubstr;

constexpr auto kQuiet = R"({"takers":[],"exchanges":{"kraken":{"every_ms":20}}})";

class ExchangeTest : public SandboxTest {
  protected:
    template <class Wire, class WireSettings>
    venue::PriceSource& hear(WireSettings settings, bool over_socket = true) {
        auto wire = std::make_unique<Wire>(std::move(settings));
        venue::PriceSourceSettings rules;
        rules.rules = wire->usual_rules();
        rules.rest_fallback = !over_socket;
        rules.rest_every = Milliseconds{20};
        rules.socket.backoff = {.first = Milliseconds{10}, .cap = Milliseconds{50}};
        source = std::make_unique<venue::PriceSource>(
            loop.get_executor(), clock, client, std::move(wire), rules
        );
        hearing = std::make_unique<test::Background>(loop, source->run());
        return *source;
    }
    venue::PriceSource& hear_kraken() {
        venue::KrakenSettings settings;
        settings.socket_url = address("REFERENCE_KRAKEN_URL");
        settings.rest_url = http("/kraken");
        return hear<venue::KrakenWire>(std::move(settings));
    }
    void expect_true_price(venue::PriceSource& from) {
        wait_until([&] { return from.price().has_value(); });
        ASSERT_TRUE(from.price());
        const auto truth = *sandbox->world().price("BTC/EUR", clock.now());
        const auto off = distance(middle(from.price()->bid, from.price()->ask), truth);
        EXPECT_LT(*off, Ratio::bps(20));
    }
    void TearDown() override {
        hearing.reset();
        SandboxTest::TearDown();
    }

    std::unique_ptr<venue::PriceSource> source;
    std::unique_ptr<test::Background> hearing;
};

TEST_F(ExchangeTest, KrakenIsHeardAndItsPriceIsAboutTrue) {
    start(kQuiet);
    auto& kraken = hear_kraken();
    expect_true_price(kraken);
    wait_until([&] { return kraken.stats().quotes > 5; });
    EXPECT_EQ(kraken.stats().errors, 0U);
}

TEST_F(ExchangeTest, CoinbaseIsHeard) {
    start(kQuiet);
    venue::CoinbaseSettings settings;
    settings.socket_url = address("REFERENCE_COINBASE_URL");
    expect_true_price(hear<venue::CoinbaseWire>(std::move(settings)));
    wait_until([&] { return source->stats().heartbeats > 0; });
}

TEST_F(ExchangeTest, BitstampIsHeard) {
    start(kQuiet);
    venue::BitstampSettings settings;
    settings.socket_url = address("REFERENCE_BITSTAMP_URL");
    expect_true_price(hear<venue::BitstampWire>(std::move(settings)));
}

TEST_F(ExchangeTest, BinanceIsHeard) {
    start(kQuiet);
    venue::BinanceSettings settings;
    settings.socket_url = address("REFERENCE_BINANCE_URL") + "/ws";
    expect_true_price(hear<venue::BinanceWire>(std::move(settings)));
}

TEST_F(ExchangeTest, PythIsHeardWithAKeyAndItsCrossIsAboutTrue) {
    start(kQuiet);
    venue::PythSettings settings;
    settings.rest_url = address("REFERENCE_PYTH_URL");
    settings.api_key = [] { return std::string{"any"}; };
    expect_true_price(hear<venue::PythWire>(std::move(settings), false));
    EXPECT_EQ(get("/pyth/v2/updates/price/latest")->status, 401U);
}

TEST_F(ExchangeTest, RestTakesOverWhileTheSocketIsTurnedAway) {
    start(kQuiet);
    const auto handshakes_alone = R"({"what":"refuse","place":"ws","status":403})";
    EXPECT_EQ(ordered(handshakes_alone), "fault 1 is in force");
    venue::KrakenSettings settings;
    settings.socket_url = address("NEAR_INTENTS_RELAY_WS_URL");
    settings.rest_url = http("/kraken");
    auto& kraken = hear<venue::KrakenWire>(std::move(settings), false);
    expect_true_price(kraken);
    EXPECT_GT(kraken.stats().rest_requests, 0U);
}

TEST_F(ExchangeTest, AnOutageSilencesItAndItComesBack) {
    start(
        R"({"takers":[],"exchanges":{"kraken":{"outages":[{"how":"away","from_ms":300,"until_ms":900}]}}})"
    );
    auto& kraken = hear_kraken();
    wait_until([&] { return kraken.price().has_value(); });
    wait_until([&] { return kraken.verdict() == venue::FeedVerdict::disconnected; });
    wait_until([&] { return kraken.price().has_value(); });
    EXPECT_GT(kraken.socket().connects, 1U);
}

TEST_F(ExchangeTest, MaintenanceIsSaidAndBelieved) {
    start(
        R"({"takers":[],"exchanges":{"kraken":{"outages":[{"how":"maintenance","from_ms":200,"until_ms":600000}]}}})"
    );
    auto& kraken = hear_kraken();
    wait_until([&] { return kraken.verdict() == venue::FeedVerdict::source_down; });
    EXPECT_FALSE(kraken.price());
}

TEST_F(ExchangeTest, GarbageOnTheSocketEndsItAndItIsMadeAnew) {
    start(kQuiet);
    auto& kraken = hear_kraken();
    wait_until([&] { return kraken.price().has_value(); });
    ordered(R"({"what":"garbage","place":"kraken","for_ms":300})");
    wait_until([&] { return kraken.socket().connects > 1; });
    wait_until([&] { return kraken.price().has_value(); });
}

TEST_F(ExchangeTest, AHalfOpenSocketFallsSilentAndThaws) {
    start(kQuiet);
    auto& kraken = hear_kraken();
    wait_until([&] { return kraken.price().has_value(); });
    ordered(R"({"what":"half_open","place":"kraken","for_ms":4500})");
    wait_until([&] { return kraken.verdict() == venue::FeedVerdict::silent; });
    wait_until([&] { return kraken.verdict() == venue::FeedVerdict::good; });
}

TEST_F(ExchangeTest, WhatIsOfNoShapeIsIgnored) {
    start(kQuiet);
    auto& kraken = hear_kraken();
    wait_until([&] { return kraken.price().has_value(); });
    ordered(R"({"what":"wrong_shape","place":"kraken","for_ms":60000})");
    const auto unknown = static_cast<std::size_t>(venue::FeedProblem::unknown_message);
    wait_until([&] { return kraken.stats().problems.at(unknown) > 2; });
    EXPECT_EQ(kraken.socket().connects, 1U);
}

}  // namespace
}  // namespace unrip::sandbox

#include "venue/price/price_source.hpp"

#include "integration/venue/background.hpp"
#include "support/scripted_server.hpp"
#include "venue/price/bitstamp.hpp"
#include "venue/price/kraken.hpp"
#include "venue/price/pyth.hpp"

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unrip::venue {
namespace {

using test::ScriptedPeer;
using test::ScriptedServer;
using testing::HasSubstr;

const std::string kTicker =
    R"({"channel":"ticker","type":"update","data":[{"symbol":"BTC/EUR","bid":81234.1,"ask":81234.2}]})";
const std::string kRestTicker =
    R"({"error":[],"result":{"XXBTZEUR":{"a":["2.001","1","1"],"b":["2.000","1","1"]}}})";

ScriptedServer::Script rest_answering(const std::string& body) {
    return [body](ScriptedPeer& peer) {
        while (!peer.read_head().empty()) {
            peer.write(
                "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                body
            );
        }
    };
}

class PriceSourceTest : public testing::Test {
  protected:
    PriceSource& start(std::unique_ptr<PriceWire> wire) {
        settings.rules = wire->usual_rules();
        settings.socket.backoff = {.first = Milliseconds{10}, .cap = Milliseconds{20}};
        source = std::make_unique<PriceSource>(
            loop.get_executor(), clock, http, std::move(wire), settings
        );
        running = std::make_unique<test::Background>(loop, source->run());
        return *source;
    }
    PriceSource& start_kraken(const std::string& socket_url, const std::string& rest_url) {
        KrakenSettings kraken;
        kraken.socket_url = socket_url;
        kraken.rest_url = rest_url;
        return start(std::make_unique<KrakenWire>(std::move(kraken)));
    }
    void wait_until(const std::function<bool()>& holds) { test::wait_until(loop, holds); }

    boost::asio::io_context loop;
    SystemClock clock;
    net::HttpClient http{loop.get_executor()};
    PriceSourceSettings settings;
    std::unique_ptr<PriceSource> source;
    std::unique_ptr<test::Background> running;
};

TEST_F(PriceSourceTest, SubscribesAndHasAPrice) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        peer.accept_websocket();
        EXPECT_THAT(peer.read_frame().payload, HasSubstr(R"("event_trigger":"bbo")"));
        peer.write_frame(test::kText, kTicker);
        peer.wait_for_close();
    }};
    settings.rest_fallback = false;
    auto& kraken = start_kraken(server.url("ws"), "http://127.0.0.1:1");
    wait_until([&] { return kraken.price().has_value(); });
    ASSERT_TRUE(kraken.price());
    EXPECT_EQ(kraken.price()->bid.to_string(), "81234.1");
    EXPECT_EQ(kraken.verdict(), FeedVerdict::good);
    EXPECT_EQ(kraken.stats().quotes, 1U);
}

TEST_F(PriceSourceTest, HasNoPriceOnceTheSourceSaysItIsDown) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        peer.accept_websocket();
        peer.read_frame();
        peer.write_frame(test::kText, kTicker);
        peer.write_frame(test::kText, R"({"channel":"status","data":[{"system":"maintenance"}]})");
        peer.wait_for_close();
    }};
    settings.rest_fallback = false;
    auto& kraken = start_kraken(server.url("ws"), "http://127.0.0.1:1");
    wait_until([&] { return kraken.verdict() == FeedVerdict::source_down; });
    EXPECT_FALSE(kraken.price());
}

TEST_F(PriceSourceTest, AsksOverRestWhileItsSocketIsAway) {
    ScriptedServer rest{rest_answering(kRestTicker)};
    settings.rest_every = Milliseconds{20};
    auto& kraken = start_kraken("ws://127.0.0.1:1", rest.url("http"));
    wait_until([&] { return kraken.price().has_value(); });
    ASSERT_TRUE(kraken.price());
    EXPECT_EQ(kraken.price()->bid.to_string(), "2");
    EXPECT_FALSE(kraken.price()->exchange_time);
    EXPECT_GE(kraken.stats().rest_requests, 1U);
}

TEST_F(PriceSourceTest, CountsARestThatFailsAndHasNoPrice) {
    settings.rest_every = Milliseconds{20};
    auto& kraken = start_kraken("ws://127.0.0.1:1", "http://127.0.0.1:1");
    wait_until([&] { return kraken.stats().rest_failures > 1; });
    EXPECT_FALSE(kraken.price());
    EXPECT_EQ(kraken.verdict(), FeedVerdict::disconnected);
}

TEST_F(PriceSourceTest, StaysAwayFromARestThatHasHadEnough) {
    ScriptedServer rest{[](ScriptedPeer& peer) {
        while (!peer.read_head().empty())
            peer.write("HTTP/1.1 429 Enough\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n");
    }};
    settings.rest_every = Milliseconds{5};
    auto& kraken = start_kraken("ws://127.0.0.1:1", rest.url("http"));
    wait_until([&] { return kraken.stats().rest_failures > 0; });
    test::run_task(loop, net::sleep_for(Milliseconds{50}));
    EXPECT_EQ(kraken.stats().rest_requests, 1U);
    EXPECT_THAT(kraken.stats().last_error, HasSubstr("429"));
}

TEST_F(PriceSourceTest, ConnectsAnewWhenTheSourceAsksForIt) {
    ScriptedServer server{[](ScriptedPeer& peer) {
        peer.accept_websocket();
        peer.read_frame();
        peer.write_frame(test::kText, R"({"event":"bts:request_reconnect"})");
        peer.wait_for_close();
    }};
    settings.rest_fallback = false;
    BitstampSettings bitstamp;
    bitstamp.socket_url = server.url("ws");
    auto& source_at_work = start(std::make_unique<BitstampWire>(std::move(bitstamp)));
    wait_until([&] { return source_at_work.socket().connects > 1; });
    EXPECT_FALSE(source_at_work.price());
}

TEST_F(PriceSourceTest, CrossesWhatItPolls) {
    const auto item = [&](const char* id, const char* price) {
        const auto seconds = to_unix_ms(clock.now()) / 1000;
        return R"({"id":")" + std::string{id} + R"(","price":{"price":")" + price +
               R"(","conf":"1","expo":-2,"publish_time":)" + std::to_string(seconds) + "}}";
    };
    ScriptedServer rest{rest_answering(
        R"({"parsed":[)" + item("aa", "10000000") + "," + item("bb", "12500") + "]}"
    )};
    settings.rest_every = Milliseconds{20};
    PythSettings pyth;
    pyth.rest_url = rest.url("http");
    pyth.feed_ids = {"aa", "bb"};
    auto& source_at_work = start(std::make_unique<PythWire>(std::move(pyth)));
    wait_until([&] { return source_at_work.stats().quotes > 0; });
    const auto price = source_at_work.price();
    ASSERT_TRUE(price);
    EXPECT_LT(price->bid, *Price::parse("800"));
    EXPECT_GT(price->ask, *Price::parse("800"));
    EXPECT_TRUE(price->confidence);
}

}  // namespace
}  // namespace unrip::venue

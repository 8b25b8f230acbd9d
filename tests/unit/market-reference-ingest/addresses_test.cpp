#include "addresses.hpp"

#include <gtest/gtest.h>

namespace unrip::market_reference_ingest {
namespace {

using policy::Market;

TEST(MarketAddress, OfTheMarketItselfHasItsRestElsewhere) {
    const auto kraken = address_of(Market::kraken, "wss://ws.kraken.com/v2");
    EXPECT_EQ(kraken.socket_url, "wss://ws.kraken.com/v2");
    EXPECT_EQ(kraken.rest_url, "https://api.kraken.com");
    EXPECT_EQ(
        address_of(Market::bitstamp, "wss://ws.bitstamp.net/").rest_url, "https://www.bitstamp.net"
    );
}

TEST(MarketAddress, OfAStandInNeverLeadsToTheMarketItStandsInFor) {
    const auto plain = address_of(Market::kraken, "ws://127.0.0.1:8091/kraken");
    EXPECT_EQ(plain.socket_url, "ws://127.0.0.1:8091/kraken");
    EXPECT_EQ(plain.rest_url, "http://127.0.0.1:8091/kraken");
    const auto versioned = address_of(Market::kraken, "wss://mirror.example/kraken/v2");
    EXPECT_EQ(versioned.socket_url, "wss://mirror.example/kraken/v2");
    EXPECT_EQ(versioned.rest_url, "https://mirror.example/kraken");
}

TEST(MarketAddress, OfBinanceEndsWhereItsStreamsAre) {
    const auto usual = address_of(Market::binance, "wss://data-stream.binance.vision");
    EXPECT_EQ(usual.socket_url, "wss://data-stream.binance.vision/ws");
    EXPECT_EQ(usual.rest_url, "https://data-api.binance.vision");
    const auto other = address_of(Market::binance, "ws://127.0.0.1:1/binance");
    EXPECT_EQ(other.socket_url, "ws://127.0.0.1:1/binance/ws");
    EXPECT_EQ(other.rest_url, "http://127.0.0.1:1/binance");
}

TEST(MarketAddress, OfHttpIsAskedAndNotListenedTo) {
    const MarketAddress asked{"", "http://127.0.0.1:1/coinbase"};
    EXPECT_EQ(address_of(Market::coinbase, "http://127.0.0.1:1/coinbase/"), asked);
    EXPECT_EQ(
        address_of(Market::pyth, "https://hermes.pyth.network").rest_url,
        "https://hermes.pyth.network"
    );
}

}  // namespace
}  // namespace unrip::market_reference_ingest

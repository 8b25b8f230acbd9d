#include "venue/price/binance.hpp"
#include "venue/price/bitstamp.hpp"
#include "venue/price/coinbase.hpp"
#include "venue/price/kraken.hpp"
#include "venue/price/pyth.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace unrip::venue {
namespace {

const std::string kBtcUsd = "e62df6c8b4a85fe1a67db44dc12de5db330f7ac66b72dc658afedf0f4a415b43";

PriceQuote only_quote(const FeedMessage& message) {
    const auto* quotes = std::get_if<PriceQuotes>(&message);
    EXPECT_TRUE(quotes != nullptr && quotes->size() == 1);
    return quotes != nullptr && quotes->size() == 1 ? quotes->front() : PriceQuote{};
}

FeedProblem problem_of(const FeedMessage& message) {
    const auto* ignored = std::get_if<FeedIgnored>(&message);
    EXPECT_NE(ignored, nullptr);
    return ignored != nullptr ? ignored->problem : FeedProblem::oversized;
}

template <class T>
bool is(const FeedMessage& message) {
    return std::holds_alternative<T>(message);
}

std::string kraken_ticker(const std::string& fields) {
    return R"({"channel":"ticker","type":"update","data":[{"symbol":"BTC/EUR",)" + fields + "}]}";
}

TEST(Kraken, SubscribesToChangesOfTheBestPrice) {
    EXPECT_EQ(
        KrakenWire{{}}.subscribe_texts(),
        std::vector<std::string>{
            R"({"method":"subscribe","params":{"channel":"ticker","symbol":["BTC/EUR"],)"
            R"("event_trigger":"bbo","snapshot":true},"req_id":1})"}
    );
}

TEST(Kraken, ReadsItsNumbersFromTheTextOfTheWire) {
    const auto quote = only_quote(KrakenWire{{}}.parse(
        kraken_ticker(R"("bid":81234.1,"bid_qty":0.5,"ask":81234.200000000000000001,"ask_qty":1,)"
                      R"("timestamp":"2026-11-20T09:00:00.123456Z")")
    ));
    EXPECT_EQ(quote.symbol, "BTC/EUR");
    EXPECT_EQ(quote.bid.to_string(), "81234.1");
    EXPECT_EQ(quote.ask.to_string(), "81234.200000000000000001");
    EXPECT_EQ(to_unix_ns(*quote.exchange_time), 1'795'165'200'123'456'000);
}

TEST(Kraken, DoesNotNeedATimestampButRefusesAWrongOne) {
    const KrakenWire wire{{}};
    const auto quote = only_quote(wire.parse(kraken_ticker(R"("bid":1,"ask":2)")));
    EXPECT_FALSE(quote.exchange_time);
    for (const auto* time :
         {"\"yesterday\"", "5", "\"1700-01-01T00:00:00Z\"", "\"9999-01-01T00:00:00Z\""}) {
        const auto text = kraken_ticker(R"("bid":1,"ask":2,"timestamp":)" + std::string{time});
        EXPECT_EQ(problem_of(wire.parse(text)), FeedProblem::bad_time) << time;
    }
}

TEST(Kraken, RefusesPricesThatAreNone) {
    const KrakenWire wire{{}};
    for (const auto* fields :
         {R"("bid":1)",
          R"("bid":null,"ask":2)",
          R"("bid":-1,"ask":2)",
          R"("bid":"x","ask":2)",
          R"("bid":1e99,"ask":2)",
          R"("bid":[1],"ask":2)"}) {
        EXPECT_EQ(problem_of(wire.parse(kraken_ticker(fields))), FeedProblem::bad_price) << fields;
    }
}

TEST(Kraken, TellsItsOtherMessagesApart) {
    const KrakenWire wire{{}};
    EXPECT_TRUE(is<FeedHeartbeat>(wire.parse(R"({"channel":"heartbeat"})")));
    EXPECT_TRUE(is<FeedHeartbeat>(wire.parse(R"({"method":"pong","req_id":2})")));
    const auto ack = wire.parse(
        R"({"method":"subscribe","success":true,"result":{"warnings":["old field"]},"req_id":1})"
    );
    ASSERT_TRUE(is<FeedAck>(ack));
    EXPECT_EQ(std::get<FeedAck>(ack).warnings, R"(["old field"])");
    const auto error = wire.parse(
        R"({"method":"subscribe","success":false,"error":"Currency pair not supported X"})"
    );
    ASSERT_TRUE(is<FeedError>(error));
    EXPECT_EQ(std::get<FeedError>(error).text, "Currency pair not supported X");
    EXPECT_EQ(problem_of(wire.parse(R"({"channel":"book"})")), FeedProblem::unknown_message);
    EXPECT_EQ(
        problem_of(
            wire.parse(R"({"channel":"ticker","data":[{"symbol":"ETH/EUR","bid":1,"ask":2}]})")
        ),
        FeedProblem::other_symbol
    );
}

TEST(Kraken, IsUsableOnlyWhenOnline) {
    const KrakenWire wire{{}};
    for (const auto* system : {"maintenance", "cancel_only", "post_only", ""}) {
        const auto status = wire.parse(
            R"({"channel":"status","data":[{"system":")" + std::string{system} + R"("}]})"
        );
        ASSERT_TRUE(is<FeedStatus>(status));
        EXPECT_FALSE(std::get<FeedStatus>(status).usable) << system;
    }
    const auto online = wire.parse(R"({"channel":"status","data":[{"system":"online"}]})");
    EXPECT_TRUE(std::get<FeedStatus>(online).usable);
}

TEST(Kraken, AnswersOverRestUnderAnotherName) {
    const KrakenWire wire{{}};
    ASSERT_EQ(wire.rest_addresses().size(), 1U);
    EXPECT_EQ(
        wire.rest_addresses().front().url, "https://api.kraken.com/0/public/Ticker?pair=XBTEUR"
    );
    const auto quote = only_quote(wire.parse_rest(
        0, R"({"error":[],"result":{"XXBTZEUR":{"a":["2.5","1","1"],"b":["2.4","1","1"]}}})"
    ));
    EXPECT_EQ(quote.symbol, "BTC/EUR");
    EXPECT_EQ(quote.bid.to_string(), "2.4");
    EXPECT_TRUE(is<FeedError>(wire.parse_rest(0, R"({"error":["EGeneral:Too many requests"]})")));
    EXPECT_EQ(
        problem_of(wire.parse_rest(0, R"({"error":[],"result":{}})")), FeedProblem::unknown_message
    );
    EXPECT_EQ(
        problem_of(wire.parse_rest(0, R"({"error":[],"result":{"X":{"a":[],"b":[]}}})")),
        FeedProblem::bad_price
    );
}

TEST(Coinbase, ReadsTickersAndHeartbeats) {
    const CoinbaseWire wire{{}};
    EXPECT_EQ(
        wire.subscribe_texts(),
        std::vector<std::string>{
            R"({"type":"subscribe","product_ids":["BTC-EUR"],"channels":["ticker","heartbeat"]})"}
    );
    const auto quote = only_quote(wire.parse(
        R"({"type":"ticker","sequence":37475248783,"product_id":"BTC-EUR","price":"81230",)"
        R"("best_bid":"81229.95","best_ask":"81230.01","side":"buy",)"
        R"("time":"2026-11-20T09:00:00.000001Z","trade_id":370843401})"
    ));
    EXPECT_EQ(quote.bid.to_string(), "81229.95");
    EXPECT_EQ(quote.ask.to_string(), "81230.01");
    EXPECT_EQ(quote.sequence, 37'475'248'783U);
    EXPECT_EQ(quote.trade, 370'843'401U);

    const auto beat = wire.parse(
        R"({"type":"heartbeat","sequence":90,"last_trade_id":20,"product_id":"BTC-EUR","time":"x"})"
    );
    ASSERT_TRUE(is<FeedHeartbeat>(beat));
    EXPECT_EQ(std::get<FeedHeartbeat>(beat).last_trade, 20U);
    EXPECT_EQ(std::get<FeedHeartbeat>(beat).symbol, "BTC-EUR");
}

TEST(Coinbase, TellsItsOtherMessagesApart) {
    const CoinbaseWire wire{{}};
    EXPECT_TRUE(is<FeedAck>(wire.parse(R"({"type":"subscriptions","channels":[]})")));
    EXPECT_TRUE(is<FeedError>(wire.parse(R"({"type":"error","message":"m","reason":"r"})")));
    EXPECT_EQ(
        problem_of(wire.parse(R"({"type":"ticker","product_id":"ETH-EUR"})")),
        FeedProblem::other_symbol
    );
    EXPECT_EQ(
        problem_of(
            wire.parse(R"({"type":"ticker","product_id":"BTC-EUR","best_bid":"","best_ask":"1"})")
        ),
        FeedProblem::bad_price
    );
}

TEST(Coinbase, AnswersOverRestWithTheBookOfNow) {
    const CoinbaseWire wire{{}};
    const auto quote = only_quote(wire.parse_rest(
        0, R"({"trade_id":5,"price":"1","bid":"1.5","ask":"1.6","time":"2026-11-20T09:00:00Z"})"
    ));
    EXPECT_EQ(quote.ask.to_string(), "1.6");
    EXPECT_FALSE(quote.exchange_time);
    EXPECT_TRUE(is<FeedError>(wire.parse_rest(0, R"({"message":"NotFound"})")));
}

std::string bitstamp_book(const std::string& bids, const std::string& asks) {
    return R"({"event":"data","channel":"order_book_btceur","data":{"timestamp":"1795165200",)"
           R"("microtimestamp":"1795165200123456","bids":)" +
           bids + R"(,"asks":)" + asks + "}}";
}

TEST(Bitstamp, TakesTheTopOfTheBook) {
    const BitstampWire wire{{}};
    EXPECT_EQ(
        wire.subscribe_texts(),
        std::vector<std::string>{
            R"({"event":"bts:subscribe","data":{"channel":"order_book_btceur"}})"}
    );
    const auto quote = only_quote(
        wire.parse(bitstamp_book(R"([["8732.02","0.1"],["8000","9"]])", R"([["8733.5","1"]])"))
    );
    EXPECT_EQ(quote.bid.to_string(), "8732.02");
    EXPECT_EQ(quote.ask.to_string(), "8733.5");
    EXPECT_EQ(to_unix_ns(*quote.exchange_time), 1'795'165'200'123'456'000);
    EXPECT_EQ(quote.sequence, 1'795'165'200'123'456U);
}

TEST(Bitstamp, ShowsAnEmptySideAsAPriceOfZero) {
    const auto quote = only_quote(BitstampWire{{}}.parse(bitstamp_book("[]", R"([["1","1"]])")));
    EXPECT_TRUE(quote.bid.is_zero());
}

TEST(Bitstamp, TellsItsOtherMessagesApart) {
    const BitstampWire wire{{}};
    EXPECT_TRUE(is<FeedAck>(wire.parse(R"({"event":"bts:subscription_succeeded","data":{}})")));
    EXPECT_TRUE(is<FeedHeartbeat>(wire.parse(R"({"event":"bts:heartbeat","data":{}})")));
    const auto reconnect = wire.parse(R"({"event":"bts:request_reconnect","data":""})");
    ASSERT_TRUE(is<FeedStatus>(reconnect));
    EXPECT_TRUE(std::get<FeedStatus>(reconnect).reconnect);
    EXPECT_TRUE(is<FeedError>(wire.parse(R"({"event":"bts:error","data":{"code":4009}})")));
    EXPECT_EQ(
        problem_of(wire.parse(R"({"event":"data","channel":"order_book_etheur","data":{}})")),
        FeedProblem::other_symbol
    );
    EXPECT_EQ(problem_of(wire.parse(bitstamp_book("[[]]", "[]"))), FeedProblem::bad_price);
}

TEST(Bitstamp, AnswersOverRest) {
    const BitstampWire wire{{}};
    const auto quote =
        only_quote(wire.parse_rest(0, R"({"bid":"1.5","ask":"1.6","timestamp":"1795165200"})"));
    EXPECT_EQ(to_unix_ms(*quote.exchange_time), 1'795'165'200'000);
    EXPECT_TRUE(is<FeedError>(wire.parse_rest(0, R"({"code":"400.002"})")));
    EXPECT_EQ(
        problem_of(wire.parse_rest(0, R"({"bid":"1","ask":"2","timestamp":"99999999999999999"})")),
        FeedProblem::bad_time
    );
}

TEST(Binance, ReadsTheBestPriceWithoutATime) {
    const BinanceWire wire{{}};
    EXPECT_EQ(
        wire.subscribe_texts(),
        std::vector<std::string>{R"({"method":"SUBSCRIBE","params":["btceur@bookTicker"],"id":1})"}
    );
    const std::string plain =
        R"({"u":400900217,"s":"BTCEUR","b":"81229.95000000","B":"1","a":"81230.01000000","A":"2"})";
    for (const auto& text : {plain, R"({"stream":"btceur@bookTicker","data":)" + plain + "}"}) {
        const auto quote = only_quote(wire.parse(text));
        EXPECT_EQ(quote.bid.to_string(), "81229.95");
        EXPECT_EQ(quote.sequence, 400'900'217U);
        EXPECT_FALSE(quote.exchange_time);
    }
}

TEST(Binance, TellsItsOtherMessagesApart) {
    const BinanceWire wire{{}};
    EXPECT_TRUE(is<FeedAck>(wire.parse(R"({"result":null,"id":1})")));
    EXPECT_TRUE(is<FeedError>(wire.parse(R"({"code":2,"msg":"Invalid request","id":1})")));
    EXPECT_TRUE(is<FeedError>(wire.parse(R"({"error":{"code":2,"msg":"Invalid"},"id":1})")));
    const auto shutdown = wire.parse(R"({"e":"serverShutdown","E":1})");
    ASSERT_TRUE(is<FeedStatus>(shutdown));
    EXPECT_TRUE(std::get<FeedStatus>(shutdown).reconnect);
}

TEST(Binance, AnswersOverRest) {
    const BinanceWire wire{{}};
    const auto quote =
        only_quote(wire.parse_rest(0, R"({"symbol":"BTCEUR","bidPrice":"1.10","askPrice":"1.20"})")
        );
    EXPECT_EQ(quote.ask.to_string(), "1.2");
    EXPECT_TRUE(is<FeedError>(wire.parse_rest(0, R"({"code":-1121,"msg":"Invalid symbol."})")));
}

std::string pyth_item(const std::string& price, const std::string& confidence, const char* expo) {
    return R"({"parsed":[{"id":")" + kBtcUsd + R"(","price":{"price":")" + price + R"(","conf":")" +
           confidence + R"(","expo":)" + expo + R"(,"publish_time":1795165200}}]})";
}

TEST(Pyth, StatesAPriceWithItsUncertainty) {
    const PythWire wire{{}};
    const auto quote = only_quote(wire.parse(pyth_item("6823456789012", "2712345", "-8")));
    EXPECT_EQ(quote.bid.to_string(), "68234.54076667");
    EXPECT_EQ(quote.ask.to_string(), "68234.59501357");
    EXPECT_EQ(quote.confidence->to_string(), "0.02712345");
    EXPECT_EQ(to_unix_ms(*quote.exchange_time), 1'795'165'200'000);
}

TEST(Pyth, BidsNothingWhenItIsAllUncertainty) {
    const auto quote = only_quote(PythWire{{}}.parse(pyth_item("5", "9", "0")));
    EXPECT_TRUE(quote.bid.is_zero());
}

TEST(Pyth, RefusesFiguresThatAreNone) {
    const PythWire wire{{}};
    EXPECT_EQ(problem_of(wire.parse(pyth_item("-5", "1", "-8"))), FeedProblem::bad_price);
    EXPECT_EQ(problem_of(wire.parse(pyth_item("5", "", "-8"))), FeedProblem::bad_price);
    EXPECT_EQ(problem_of(wire.parse(pyth_item("5", "1", "-99"))), FeedProblem::bad_price);
    EXPECT_EQ(problem_of(wire.parse(R"({"parsed":[{"id":"ab"}]})")), FeedProblem::other_symbol);
    EXPECT_EQ(problem_of(wire.parse(R"({"binary":{}})")), FeedProblem::unknown_message);
}

TEST(Pyth, AsksForAllLegsAtOnceWithItsKey) {
    PythSettings settings;
    settings.api_key = [] { return std::string{"key"}; };
    settings.feed_ids = {"aa", "bb"};
    const auto addresses = PythWire{settings}.rest_addresses();
    ASSERT_EQ(addresses.size(), 1U);
    EXPECT_EQ(addresses.front().bearer, "key");
    EXPECT_EQ(
        addresses.front().url,
        "https://hermes.pyth.network/v2/updates/price/latest?parsed=true&ids[]=aa&ids[]=bb"
        "&ignore_invalid_price_ids=true"
    );
}

TEST(EveryWire, SurvivesWhatIsNoMessageOfIts) {
    const std::vector<std::shared_ptr<PriceWire>> wires{
        std::make_shared<KrakenWire>(KrakenSettings{}),
        std::make_shared<CoinbaseWire>(CoinbaseSettings{}),
        std::make_shared<BitstampWire>(BitstampSettings{}),
        std::make_shared<BinanceWire>(BinanceSettings{}),
        std::make_shared<PythWire>(PythSettings{}),
    };
    for (const auto& wire : wires) {
        EXPECT_EQ(problem_of(wire->parse("")), FeedProblem::not_json) << wire->source();
        EXPECT_EQ(problem_of(wire->parse("<html>")), FeedProblem::not_json) << wire->source();
        EXPECT_EQ(problem_of(wire->parse("[]")), FeedProblem::unknown_message) << wire->source();
        EXPECT_EQ(problem_of(wire->parse("{}")), FeedProblem::unknown_message) << wire->source();
        const std::string huge(2U << 20U, ' ');
        EXPECT_EQ(problem_of(wire->parse(huge)), FeedProblem::oversized) << wire->source();
        EXPECT_TRUE(is<FeedIgnored>(wire->parse_rest(0, "null"))) << wire->source();
    }
}

}  // namespace
}  // namespace unrip::venue

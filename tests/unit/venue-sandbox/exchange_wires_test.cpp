// What the exchanges say, judged by the reading of our own price sources and by the shapes that
// their documentation gives.

#include "exchanges/conversation.hpp"
#include "exchanges/opinion.hpp"
#include "exchanges/rest.hpp"
#include "venue/json/read_json.hpp"
#include "venue/price/binance.hpp"
#include "venue/price/bitstamp.hpp"
#include "venue/price/coinbase.hpp"
#include "venue/price/kraken.hpp"
#include "venue/price/pyth.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unrip::sandbox {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const Instant kStart = from_unix_ms(1'795'165'200'000);

class ExchangeWires : public testing::Test {
  protected:
    Instant now() const { return kStart + Milliseconds{elapsed}; }

    std::vector<std::string> subscribed(Conversation& talk, const venue::PriceWire& wire) {
        Saying saying;
        talk.begin(now(), saying);
        for (const auto& text : wire.subscribe_texts())
            talk.hear(text, now(), saying);
        return saying.texts;
    }
    std::vector<std::string> heard(Conversation& talk, std::string_view text) {
        Saying saying;
        talk.hear(text, now(), saying);
        return saying.texts;
    }
    std::vector<std::string> over(Conversation& talk, int ms) {
        Saying all;
        for (const int until = elapsed + ms; elapsed < until; elapsed += 20) {
            Saying saying;
            talk.beat(now(), saying);
            for (auto& text : saying.texts)
                all.texts.push_back(std::move(text));
        }
        return all.texts;
    }
    /// How many of them are quotes, of the right symbol and inside the truth's neighbourhood.
    static int quotes_among(const std::vector<std::string>& texts, const venue::PriceWire& wire) {
        int quotes = 0;
        for (const auto& text : texts) {
            const auto message = wire.parse(text);
            EXPECT_FALSE(std::holds_alternative<venue::FeedIgnored>(message)) << text;
            EXPECT_FALSE(std::holds_alternative<venue::FeedError>(message)) << text;
            if (const auto* read = std::get_if<venue::PriceQuotes>(&message)) {
                for (const auto& quote : *read) {
                    ++quotes;
                    EXPECT_LT(quote.bid, quote.ask);
                    EXPECT_GT(quote.bid, *Price::parse("55000"));
                    EXPECT_LT(quote.ask, *Price::parse("65000"));
                }
            }
        }
        return quotes;
    }
    static std::vector<std::string> fields(const std::string& text) {
        std::vector<std::string> names;
        const auto read = venue::read_json(text);
        if (read && read->object() != nullptr) {
            for (const auto& [name, value] : *read->object())
                names.push_back(name);
        }
        return names;
    }

    World world{*parse_scenario("{}"), kStart};
    Opinion kraken{world, "kraken"};
    Opinion coinbase{world, "coinbase"};
    Opinion bitstamp{world, "bitstamp"};
    Opinion binance{world, "binance"};
    Opinion pyth{world, "pyth"};
    int elapsed = 2'000;
};

TEST_F(ExchangeWires, KrakenGreetsAcknowledgesAndTellsEveryChange) {
    const venue::KrakenWire wire{{}};
    const auto talk = kraken_conversation(kraken, 7);
    const auto first = subscribed(*talk, wire);
    ASSERT_EQ(first.size(), 3U);
    EXPECT_THAT(first[0], HasSubstr(R"("channel":"status")"));
    EXPECT_THAT(first[1], HasSubstr(R"("method":"subscribe")"));
    EXPECT_THAT(first[1], HasSubstr(R"("req_id":1)"));
    EXPECT_THAT(first[2], HasSubstr(R"("type":"snapshot")"));
    EXPECT_EQ(quotes_among(first, wire), 1);
    EXPECT_GT(quotes_among(over(*talk, 5'000), wire), 10);
}

TEST_F(ExchangeWires, KrakenSendsNumbersAndOurReadingKeepsTheirText) {
    const auto talk = kraken_conversation(kraken, 7);
    const auto text = subscribed(*talk, venue::KrakenWire{{}}).back();
    EXPECT_THAT(text, Not(HasSubstr(R"("bid":")")));
    const auto read = venue::read_json(text);
    const auto& entry = read->find("data")->array()->front();
    for (const auto* name :
         {"symbol",
          "bid",
          "bid_qty",
          "ask",
          "ask_qty",
          "last",
          "volume",
          "vwap",
          "low",
          "high",
          "change",
          "change_pct",
          "timestamp"}) {
        EXPECT_NE(entry.find(name), nullptr) << name;
    }
    EXPECT_EQ(*entry.find("bid")->number(), kraken.best("BTC/EUR", now())->bid_text);
}

TEST_F(ExchangeWires, KrakenBeatsWhenNothingMovesAndAnswersPings) {
    ASSERT_TRUE(world.change(
        *patched(world.scenario(), R"({"exchanges":{"kraken":{"noise_ppm":0}},
        "markets":[{"name":"BTC/EUR","start":"60000","regimes":[{"name":"still","volatility_ppm_per_hour":0}]},
                   {"name":"ETH/EUR","start":"3000"},{"name":"EUR/USD","start":"1.08"},
                   {"name":"BTC/USD","product_of":["BTC/EUR","EUR/USD"]},
                   {"name":"ETH/USD","product_of":["ETH/EUR","EUR/USD"]}]})"),
        now()
    ));
    const auto talk = kraken_conversation(kraken, 7);
    elapsed += 1'000;
    subscribed(*talk, venue::KrakenWire{{}});
    const auto said = over(*talk, 3'500);
    EXPECT_THAT(said, Each(R"({"channel":"heartbeat"})"));
    EXPECT_EQ(said.size(), 3U);
    const auto pong = heard(*talk, R"({"method":"ping","req_id":9})");
    EXPECT_THAT(pong.front(), StartsWith(R"({"method":"pong","req_id":9)"));
}

TEST_F(ExchangeWires, KrakenRefusesPairsThatItDoesNotKnow) {
    const auto talk = kraken_conversation(kraken, 7);
    const auto said = heard(
        *talk,
        R"({"method":"subscribe","params":{"channel":"ticker","symbol":["DOGE/EUR"]},"req_id":4})"
    );
    EXPECT_THAT(said.front(), HasSubstr("Currency pair not supported DOGE/EUR"));
    EXPECT_TRUE(std::holds_alternative<venue::FeedError>(venue::KrakenWire{{}}.parse(said.front()))
    );
}

TEST_F(ExchangeWires, KrakenWithoutTheRightTriggerTellsOnlyTrades) {
    const auto count = [&](const char* trigger) {
        elapsed = 2'000;
        const auto talk = kraken_conversation(kraken, 7);
        heard(
            *talk,
            R"({"method":"subscribe","params":{"channel":"ticker","symbol":["BTC/EUR"])" +
                std::string{trigger} + "}}"
        );
        return over(*talk, 20'000).size();
    };
    EXPECT_LT(count("") * 4, count(R"(,"event_trigger":"bbo")") * 3);
}

TEST_F(ExchangeWires, KrakenSaysWhenItIsMaintained) {
    const auto talk = kraken_conversation(kraken, 7);
    subscribed(*talk, venue::KrakenWire{{}});
    ASSERT_TRUE(world.change(
        *patched(
            world.scenario(),
            R"({"exchanges":{"kraken":{"outages":[{"how":"maintenance","from_ms":2000,"until_ms":3000}]}}})"
        ),
        now()
    ));
    EXPECT_THAT(over(*talk, 20).front(), HasSubstr(R"("system":"maintenance")"));
    elapsed = 3'000;
    EXPECT_THAT(over(*talk, 20).front(), HasSubstr(R"("system":"online")"));
}

TEST_F(ExchangeWires, CoinbaseTellsTradesAndBeatsOnceASecond) {
    const venue::CoinbaseWire wire{{}};
    const auto talk = coinbase_conversation(coinbase);
    const auto first = subscribed(*talk, wire);
    ASSERT_EQ(first.size(), 2U);
    EXPECT_THAT(first[0], StartsWith(R"({"type":"subscriptions")"));
    EXPECT_EQ(quotes_among(first, wire), 1);
    const auto said = over(*talk, 10'000);
    const auto quotes = quotes_among(said, wire);
    EXPECT_GT(quotes, 5);
    EXPECT_LT(quotes, 36);
    EXPECT_EQ(said.size() - static_cast<std::size_t>(quotes), 9U);
    EXPECT_THAT(
        fields(first[1]),
        testing::IsSupersetOf(
            {"type",
             "sequence",
             "product_id",
             "price",
             "open_24h",
             "best_bid",
             "best_bid_size",
             "best_ask",
             "best_ask_size",
             "side",
             "time",
             "trade_id",
             "last_size"}
        )
    );
}

TEST_F(ExchangeWires, CoinbaseHangsUpOnWhoDoesNotSubscribe) {
    const auto talk = coinbase_conversation(coinbase);
    Saying saying;
    talk->begin(now(), saying);
    elapsed += 5'100;
    talk->beat(now(), saying);
    EXPECT_TRUE(saying.ends);
}

TEST_F(ExchangeWires, CoinbaseNamesAProductThatItDoesNotHave) {
    const auto talk = coinbase_conversation(coinbase);
    const auto said =
        heard(*talk, R"({"type":"subscribe","product_ids":["DOGE-EUR"],"channels":["ticker"]})");
    ASSERT_EQ(said.size(), 1U);
    EXPECT_THAT(said.front(), HasSubstr(R"("type":"error")"));
    EXPECT_THAT(said.front(), HasSubstr("DOGE-EUR is not a valid product"));
}

TEST_F(ExchangeWires, BitstampSendsWholeBooks) {
    const venue::BitstampWire wire{{}};
    const auto talk = bitstamp_conversation(bitstamp);
    const auto first = subscribed(*talk, wire);
    ASSERT_EQ(first.size(), 2U);
    EXPECT_EQ(
        first[0],
        R"({"event":"bts:subscription_succeeded","channel":"order_book_btceur","data":{}})"
    );
    const auto read = venue::read_json(first[1]);
    const auto* book = read->find("data");
    EXPECT_EQ(book->find("bids")->array()->size(), 100U);
    EXPECT_EQ(book->find("asks")->array()->size(), 100U);
    EXPECT_EQ(*book->text("microtimestamp"), "1795165202000000");
    EXPECT_EQ(quotes_among(over(*talk, 5'000), wire), 9);
    EXPECT_EQ(heard(*talk, wire.ping_text()).size(), 1U);
    EXPECT_THAT(
        heard(*talk, R"({"event":"bts:subscribe","data":{"channel":"order_book_doge"}})").front(),
        HasSubstr("bts:error")
    );
}

TEST_F(ExchangeWires, BinanceTellsTheBestPriceAndNoTime) {
    const venue::BinanceWire wire{{}};
    const auto talk = binance_conversation(binance, "/ws");
    EXPECT_EQ(subscribed(*talk, wire), std::vector<std::string>{R"({"result":null,"id":1})"});
    const auto said = over(*talk, 5'000);
    EXPECT_GT(quotes_among(said, wire), 5);
    EXPECT_EQ(fields(said.front()), (std::vector<std::string>{"u", "s", "b", "B", "a", "A"}));
    EXPECT_EQ(heard(*talk, wire.ping_text()).front(), R"({"result":["btceur@bookTicker"],"id":2})");
    EXPECT_THAT(heard(*talk, "{").front(), HasSubstr(R"("code":3)"));
    EXPECT_THAT(heard(*talk, R"({"method":"DANCE","id":5})").front(), HasSubstr(R"("code":2)"));
}

TEST_F(ExchangeWires, BinanceTakesStreamsFromTheAddressToo) {
    const venue::BinanceWire wire{{}};
    const auto plain = binance_conversation(binance, "/ws/btceur@bookTicker");
    EXPECT_GT(quotes_among(over(*plain, 1'000), wire), 0);
    const auto combined =
        binance_conversation(binance, "/stream?streams=btceur@bookTicker/etheur@bookTicker");
    const auto said = over(*combined, 1'000);
    EXPECT_THAT(said.front(), StartsWith(R"({"stream":"btceur@bookTicker","data":{"u":)"));
}

TEST_F(ExchangeWires, RestAnswersAsOurReadingExpects) {
    const auto ask = [&](const venue::PriceWire& wire, auto rest, const Opinion& opinion) {
        const auto url = wire.rest_addresses().front().url;
        const auto target = url.substr(url.find('/', 8));
        const auto mark = std::min(target.find('?'), target.size());
        const RestQuery query{std::string_view{target}.substr(std::min(mark + 1, target.size()))};
        const RestAnswer answer = rest(opinion, target.substr(0, mark), query, now());
        EXPECT_EQ(answer.status, 200) << answer.body;
        const auto message = wire.parse_rest(0, answer.body);
        const auto* quotes = std::get_if<venue::PriceQuotes>(&message);
        ASSERT_NE(quotes, nullptr) << answer.body;
        const auto best = opinion.best("BTC/EUR", now());
        EXPECT_EQ(quotes->front().bid, best->bid);
        EXPECT_EQ(quotes->front().ask, best->ask);
    };
    ask(venue::KrakenWire{{}}, kraken_rest, kraken);
    ask(venue::CoinbaseWire{{}}, coinbase_rest, coinbase);
    ask(venue::BitstampWire{{}}, bitstamp_rest, bitstamp);
    ask(venue::BinanceWire{{}}, binance_rest, binance);
}

TEST_F(ExchangeWires, RestNamesWhatItDoesNotHave) {
    const RestQuery pair{"pair=DOGEEUR"};
    EXPECT_THAT(kraken_rest(kraken, "/0/public/Ticker", pair, now()).body, HasSubstr("EQuery"));
    EXPECT_EQ(coinbase_rest(coinbase, "/products/DOGE-EUR/ticker", pair, now()).status, 404);
    EXPECT_EQ(bitstamp_rest(bitstamp, "/api/v2/ticker/dogeeur/", pair, now()).status, 404);
    EXPECT_EQ(binance_rest(binance, "/api/v3/ticker/bookTicker", pair, now()).status, 400);
}

TEST_F(ExchangeWires, PythGivesBothLegsOfTheCross) {
    const venue::PythWire wire{{}};
    const auto url = wire.rest_addresses().front().url;
    const RestQuery query{std::string_view{url}.substr(url.find('?') + 1)};
    EXPECT_EQ(query.all("ids[]").size(), 2U);
    const auto answer = pyth_rest(pyth, world, "/v2/updates/price/latest", query, now());
    const auto message = wire.parse(answer.body);
    const auto* quotes = std::get_if<venue::PriceQuotes>(&message);
    ASSERT_NE(quotes, nullptr) << answer.body;
    ASSERT_EQ(quotes->size(), 2U);
    const auto price = divide(quotes->at(0).bid, quotes->at(1).ask, Rounding::down);
    EXPECT_GT(*price, *Price::parse("55000"));
    EXPECT_LT(*price, *Price::parse("65000"));
    EXPECT_EQ(pyth_feed("DOGE/EUR").size(), 64U);
    EXPECT_EQ(
        pyth_rest(pyth, world, "/v2/updates/price/latest", RestQuery{"ids%5B%5D=ab"}, now()).status,
        404
    );
}

}  // namespace
}  // namespace unrip::sandbox

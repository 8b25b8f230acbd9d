#include "addresses.hpp"

#include "venue/price/binance.hpp"
#include "venue/price/bitstamp.hpp"
#include "venue/price/coinbase.hpp"
#include "venue/price/kraken.hpp"
#include "venue/price/pyth.hpp"

namespace unrip::market_reference_ingest {
namespace {

using policy::Market;

MarketAddress usual_address(Market market) {
    switch (market) {
        case Market::kraken:
            return {venue::KrakenSettings{}.socket_url, venue::KrakenSettings{}.rest_url};
        case Market::coinbase:
            return {venue::CoinbaseSettings{}.socket_url, venue::CoinbaseSettings{}.rest_url};
        case Market::bitstamp:
            return {venue::BitstampSettings{}.socket_url, venue::BitstampSettings{}.rest_url};
        case Market::binance:
            return {venue::BinanceSettings{}.socket_url, venue::BinanceSettings{}.rest_url};
        case Market::pyth:
            break;
    }
    return {{}, venue::PythSettings{}.rest_url};
}

void drop_end(std::string& text, std::string_view end) {
    if (text.ends_with(end)) text.resize(text.size() - end.size());
}

/// ws://host/kraken/v2 has its REST at http://host/kraken.
std::string rest_beside(std::string socket_url) {
    drop_end(socket_url, "/v2");
    drop_end(socket_url, "/ws");
    return "http" + socket_url.substr(2);
}

}  // namespace

MarketAddress address_of(Market market, std::string_view url) {
    std::string address{url};
    while (address.ends_with('/'))
        address.pop_back();
    if (!address.starts_with("ws")) return {{}, address};
    if (market == Market::binance && !address.ends_with("/ws")) address += "/ws";
    if (address == usual_address(market).socket_url) return usual_address(market);
    return {address, rest_beside(address)};
}

}  // namespace unrip::market_reference_ingest

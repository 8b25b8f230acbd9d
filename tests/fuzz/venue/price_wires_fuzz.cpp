#include "fuzz/input.hpp"
#include "venue/price/binance.hpp"
#include "venue/price/bitstamp.hpp"
#include "venue/price/coinbase.hpp"
#include "venue/price/kraken.hpp"
#include "venue/price/pyth.hpp"

#include <array>

namespace {

using namespace unrip;

void check_message(const venue::PriceWire& wire, const venue::FeedMessage& message) {
    const auto* quotes = std::get_if<venue::PriceQuotes>(&message);
    if (quotes == nullptr) return;
    fuzz::must(!quotes->empty(), "quotes are never an empty list");
    for (const auto& quote : *quotes) {
        bool ours = false;
        for (const auto& symbol : wire.symbols())
            ours = ours || symbol == quote.symbol;
        fuzz::must(ours, "quotes are of symbols that we asked for");
    }
}

}  // namespace

/// The first byte chooses the source and the door.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const venue::KrakenWire kraken{{}};
    static const venue::CoinbaseWire coinbase{{}};
    static const venue::BitstampWire bitstamp{{}};
    static const venue::BinanceWire binance{{}};
    static const venue::PythWire pyth{{}};
    static const std::array<const venue::PriceWire*, 5> wires{
        &kraken,
        &coinbase,
        &bitstamp,
        &binance,
        &pyth,
    };
    if (size == 0) return 0;
    const auto& wire = *wires.at(data[0] % wires.size());
    const auto text = fuzz::as_text(data + 1, size - 1);
    const bool over_rest = (data[0] & 0x80U) != 0;
    check_message(wire, over_rest ? wire.parse_rest(0, text) : wire.parse(text));
    return 0;
}

#include "fuzz/input.hpp"
#include "venue/price/kraken.hpp"
#include "venue/price/source_price.hpp"

/// Lines of the input are frames of one connection, a tenth of a second apart; an empty line is a
/// connection lost and made anew.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace unrip;
    static const venue::KrakenWire wire{
        {.socket_url = {}, .rest_url = {}, .symbols = {{"A", "A"}, {"B", "B"}}}};
    ManualClock clock{from_unix_ms(1'795'165'200'000)};
    const auto now = [&] { return venue::Moment{clock.now(), clock.tick()}; };
    venue::PriceFeed feed{wire.symbols(), wire.usual_rules()};

    auto text = fuzz::as_text(data, size);
    feed.connected(now());
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        clock.advance(Milliseconds{100});
        if (line.empty()) {
            feed.disconnected();
            fuzz::must(!feed.price(now()), "no price without a connection");
            feed.connected(now());
            continue;
        }
        feed.on(wire.parse(line), now());
        const auto price = feed.price(now());
        if (!price) continue;
        fuzz::must(feed.verdict(now()) == venue::FeedVerdict::good, "only good prices are given");
        fuzz::must(price->bid <= price->ask, "a price is never crossed");
    }
    return 0;
}

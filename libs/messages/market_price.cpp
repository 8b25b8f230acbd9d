#include "messages/market_price.hpp"

#include "messages/codec.hpp"

namespace unrip::messages {

void fields(auto& io, Like<PriceSource> auto& source) {
    io("source", source.source);
    io("route", source.route);
    io("use", source.use);
    io("bid", source.bid);
    io("ask", source.ask);
    io("confidence", source.confidence);
    io("exchange_at_ns", source.exchange_at_ns);
    io("received_at_ns", source.received_at_ns);
    io("age_ms", source.age_ms);
}

void fields(auto& io, Like<MarketPrice> auto& price) {
    io("status", price.status);
    io("mid", price.mid);
    io("half_width_ppm", price.half_width_ppm);
    io("disagreement_ppm", price.disagreement_ppm);
    io("observed_at_ns", price.observed_at_ns);
    io("computed_at_ns", price.computed_at_ns);
    io("sources_min", price.sources_min);
    io("sources", price.sources);
    io("trigger", price.trigger);
    io("published_ns", price.published_ns);
}

/// "I don't know" is never a number, and a number is never without its age.
void rule(auto& reader, const MarketPrice& price) {
    const bool agreed = price.status == PriceStatus::agreed;
    if (price.mid.has_value() != agreed) reader.refuse("body.mid", "goes with the status agreed");
    if (price.observed_at_ns.has_value() != agreed) {
        reader.refuse("body.observed_at_ns", "goes with the status agreed");
    }
}

template std::string encode(const Envelope<MarketPrice>&);
template Result<Envelope<MarketPrice>> decode(std::string_view);
template std::string encode_body(const MarketPrice&);

}  // namespace unrip::messages

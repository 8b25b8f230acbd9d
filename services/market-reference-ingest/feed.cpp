#include "feed.hpp"

#include "runtime/env.hpp"
#include "venue/price/binance.hpp"
#include "venue/price/bitstamp.hpp"
#include "venue/price/coinbase.hpp"
#include "venue/price/kraken.hpp"
#include "venue/price/pyth.hpp"

namespace unrip::market_reference_ingest {
namespace {

using policy::Market;

template <class Settings>
Settings socket_settings(const policy::ReferenceSource& source, const MarketAddress& address) {
    Settings settings;
    settings.socket_url = address.socket_url;
    settings.rest_url = address.rest_url;
    settings.symbols.clear();
    for (std::size_t index = 0; index < source.symbols.size(); ++index)
        settings.symbols.push_back({source.symbols[index], source.rest_symbols[index]});
    return settings;
}

venue::PythSettings pyth_settings(
    const policy::ReferenceSource& source, const MarketAddress& address, const runtime::Secret* key
) {
    venue::PythSettings settings;
    settings.rest_url = address.rest_url;
    settings.feed_ids = source.symbols;
    settings.api_key = [key] {
        if (key == nullptr) return std::string{};
        return key->with([](std::string_view text) { return std::string{text}; });
    };
    return settings;
}

std::unique_ptr<venue::PriceWire> make_wire(
    const policy::ReferenceSource& source,
    const MarketAddress& address,
    const runtime::Secret* pyth_key
) {
    switch (source.market) {
        case Market::kraken:
            return std::make_unique<venue::KrakenWire>(
                socket_settings<venue::KrakenSettings>(source, address)
            );
        case Market::coinbase:
            return std::make_unique<venue::CoinbaseWire>(
                socket_settings<venue::CoinbaseSettings>(source, address)
            );
        case Market::bitstamp:
            return std::make_unique<venue::BitstampWire>(
                socket_settings<venue::BitstampSettings>(source, address)
            );
        case Market::binance:
            return std::make_unique<venue::BinanceWire>(
                socket_settings<venue::BinanceSettings>(source, address)
            );
        case Market::pyth:
            break;
    }
    return std::make_unique<venue::PythWire>(pyth_settings(source, address, pyth_key));
}

/// The market's own rules, with what the policy says otherwise.
venue::FeedRules rules_for(const venue::PriceWire& wire, const policy::FeedRules& policy) {
    auto rules = wire.usual_rules();
    rules.quote_age_max = policy.quote_age_max.value_or(rules.quote_age_max);
    rules.silence_max = policy.silence_max.value_or(rules.silence_max);
    rules.frozen_max = policy.frozen_max.value_or(rules.frozen_max);
    rules.ahead_max = policy.ahead_max.value_or(rules.ahead_max);
    rules.spread_max = policy.spread_max.value_or(rules.spread_max);
    return rules;
}

}  // namespace

Feed::Feed(
    const boost::asio::any_io_executor& executor,
    const Clock& clock,
    net::HttpClient& http,
    const policy::ReferenceSource& source,
    const MarketAddress& address,
    const runtime::Secret* pyth_key,
    std::function<void()> on_quote
)
    : source_{source} {
    auto wire = make_wire(source, address, pyth_key);
    rules_ = rules_for(*wire, source.rules);
    venue::PriceSourceSettings settings;
    settings.rules = rules_;
    at_work_ = std::make_unique<venue::PriceSource>(
        executor, clock, http, std::move(wire), std::move(settings), std::move(on_quote)
    );
}

Task<void> Feed::run() {
    const auto ended = co_await at_work_->run();
    if (!ended) throw runtime::CannotStart{name() + ": " + ended.error().detail};
}

Reading Feed::reading() const {
    Reading reading;
    reading.source = &source_;
    reading.price = at_work_->price();
    reading.verdict = at_work_->verdict();
    reading.last_frame_at = at_work_->socket().last_frame_at;
    reading.quote_age_max = rules_.quote_age_max;
    return reading;
}

std::string Feed::name() const {
    const auto route = source_.route();
    return std::string{policy::to_text(source_.market)} + " " +
           (route.empty() ? source_.symbols.front() : route);
}

}  // namespace unrip::market_reference_ingest

#pragma once

#include "venue/price/price_wire.hpp"

namespace unrip::venue {

struct CoinbaseSettings {
    std::string socket_url = "wss://ws-feed.exchange.coinbase.com";
    std::string rest_url = "https://api.exchange.coinbase.com";
    std::vector<WireSymbol> symbols{{"BTC-EUR", "BTC-EUR"}};
};

/// Coinbase Exchange: its ticker and heartbeat channels, and its REST ticker. The ticker speaks
/// when a trade happens, so in a quiet market its quote is honest and old.
class CoinbaseWire final : public PriceWire {
  public:
    explicit CoinbaseWire(CoinbaseSettings settings);

    std::string_view source() const override { return "coinbase"; }
    const std::vector<std::string>& symbols() const override { return symbols_; }
    FeedRules usual_rules() const override;
    std::string socket_url() const override { return settings_.socket_url; }
    std::vector<std::string> subscribe_texts() const override;
    std::string ping_text() const override { return {}; }
    FeedMessage parse(std::string_view frame) const override;
    std::vector<RestAddress> rest_addresses() const override;
    FeedMessage parse_rest(std::size_t place, std::string_view body) const override;

  private:
    CoinbaseSettings settings_;
    std::vector<std::string> symbols_;
};

}  // namespace unrip::venue

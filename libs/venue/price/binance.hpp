#pragma once

#include "venue/price/price_wire.hpp"

namespace unrip::venue {

struct BinanceSettings {
    std::string socket_url = "wss://data-stream.binance.vision/ws";
    std::string rest_url = "https://data-api.binance.vision";
    std::vector<WireSymbol> symbols{{"BTCEUR", "BTCEUR"}};
};

/// Binance's best-price stream and the same over REST. Neither tells when the price was made: its
/// age is counted from its arrival.
class BinanceWire final : public PriceWire {
  public:
    explicit BinanceWire(BinanceSettings settings);

    std::string_view source() const override { return "binance"; }
    const std::vector<std::string>& symbols() const override { return symbols_; }
    FeedRules usual_rules() const override;
    std::string socket_url() const override { return settings_.socket_url; }
    std::vector<std::string> subscribe_texts() const override;
    std::string ping_text() const override;
    FeedMessage parse(std::string_view frame) const override;
    std::vector<RestAddress> rest_addresses() const override;
    FeedMessage parse_rest(std::size_t place, std::string_view body) const override;

  private:
    BinanceSettings settings_;
    std::vector<std::string> symbols_;
};

}  // namespace unrip::venue

#pragma once

#include "venue/price/price_wire.hpp"

namespace unrip::venue {

struct BitstampSettings {
    std::string socket_url = "wss://ws.bitstamp.net";
    std::string rest_url = "https://www.bitstamp.net";
    std::vector<WireSymbol> symbols{{"btceur", "btceur"}};
};

/// Bitstamp's order book channel, whole books of which we take the top, and its REST ticker.
class BitstampWire final : public PriceWire {
  public:
    explicit BitstampWire(BitstampSettings settings);

    std::string_view source() const override { return "bitstamp"; }
    const std::vector<std::string>& symbols() const override { return symbols_; }
    FeedRules usual_rules() const override;
    std::string socket_url() const override { return settings_.socket_url; }
    std::vector<std::string> subscribe_texts() const override;
    std::string ping_text() const override;
    FeedMessage parse(std::string_view frame) const override;
    std::vector<RestAddress> rest_addresses() const override;
    FeedMessage parse_rest(std::size_t place, std::string_view body) const override;

  private:
    FeedMessage parse_book(const class JsonValue& message) const;

    BitstampSettings settings_;
    std::vector<std::string> symbols_;
};

}  // namespace unrip::venue

#pragma once

#include "venue/price/price_wire.hpp"

namespace unrip::venue {

struct KrakenSettings {
    std::string socket_url = "wss://ws.kraken.com/v2";
    std::string rest_url = "https://api.kraken.com";
    std::vector<WireSymbol> symbols{{"BTC/EUR", "XBTEUR"}};
};

/// Kraken's socket, version 2, and its public REST ticker.
class KrakenWire final : public PriceWire {
  public:
    explicit KrakenWire(KrakenSettings settings);

    std::string_view source() const override { return "kraken"; }
    const std::vector<std::string>& symbols() const override { return symbols_; }
    FeedRules usual_rules() const override;
    std::string socket_url() const override { return settings_.socket_url; }
    std::vector<std::string> subscribe_texts() const override;
    std::string ping_text() const override;
    FeedMessage parse(std::string_view frame) const override;
    std::vector<RestAddress> rest_addresses() const override;
    FeedMessage parse_rest(std::size_t place, std::string_view body) const override;

  private:
    FeedMessage parse_ticker(const class JsonValue& message) const;

    KrakenSettings settings_;
    std::vector<std::string> symbols_;
};

}  // namespace unrip::venue

#pragma once

#include "venue/price/price_wire.hpp"

#include <functional>

namespace unrip::venue {

struct PythSettings {
    std::string rest_url = "https://hermes.pyth.network";
    /// Asked for at every request, so that a renewed key is used at once. Without a key Hermes
    /// answers 401.
    std::function<std::string()> api_key;
    /// BTC/USD and EUR/USD. There is no feed of BTC/EUR.
    std::vector<std::string> feed_ids{
        "e62df6c8b4a85fe1a67db44dc12de5db330f7ac66b72dc658afedf0f4a415b43",
        "a995d00bb36a63cef7fd2c287dc105fc8f3d93779f062f09551b0af3e81ec30b",
    };
};

/// Pyth's Hermes over REST: no socket. EUR/USD follows the hours of the currency markets, so at
/// weekends its leg is stale and the cross with it.
class PythWire final : public PriceWire {
  public:
    explicit PythWire(PythSettings settings) : settings_{std::move(settings)} {}

    std::string_view source() const override { return "pyth"; }
    const std::vector<std::string>& symbols() const override { return settings_.feed_ids; }
    FeedRules usual_rules() const override;
    std::string socket_url() const override { return {}; }
    std::vector<std::string> subscribe_texts() const override { return {}; }
    std::string ping_text() const override { return {}; }
    /// One update, as REST answers it and as the lines of the event stream carry it.
    FeedMessage parse(std::string_view update) const override;
    std::vector<RestAddress> rest_addresses() const override;
    FeedMessage parse_rest(std::size_t /*place*/, std::string_view body) const override {
        return parse(body);
    }

  private:
    PythSettings settings_;
};

}  // namespace unrip::venue

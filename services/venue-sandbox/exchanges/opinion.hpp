#pragma once

#include "core/price.hpp"
#include "core/time.hpp"
#include "world/world.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace unrip::sandbox {

/// The best bid and ask of one exchange, as it writes them.
struct BestPrice {
    Price bid;
    Price ask;
    std::string bid_text;
    std::string ask_text;
    std::string bid_size;
    std::string ask_size;
    Instant at;               ///< The exchange's own time of it.
    std::uint64_t count = 0;  ///< Which look at the market it is; rises for ever.

    bool same_prices(const BestPrice& other) const { return bid == other.bid && ask == other.ask; }
};

/// What an exchange holds for true: the hidden price some time ago, mistaken by a little, apart by
/// its spread. A function of the world and the moment, so every connection sees the same.
class Opinion {
  public:
    /// The world must outlive it. The settings are looked up by name at each question, since they
    /// may change.
    Opinion(World& world, std::string exchange) : world_{world}, exchange_{std::move(exchange)} {}

    const ExchangePlan& settings() const;

    /// Nothing for a market that is not traded there.
    std::optional<BestPrice> best(std::string_view market, Instant now) const;

    /// The market that is meant by a name in whatever writing: BTC/EUR, btceur, XBTEUR, BTC-EUR.
    std::optional<std::string> market_called(std::string_view symbol) const;

    /// What ails the exchange at that moment.
    std::optional<Outage::How> outage(Instant now) const;

  private:
    const Outage* outage_at(Instant now) const;

    World& world_;
    std::string exchange_;
};

}  // namespace unrip::sandbox

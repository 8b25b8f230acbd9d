#pragma once

#include "core/ids.hpp"
#include "core/price.hpp"
#include "core/time.hpp"
#include "messages/intent_inventory.hpp"
#include "messages/market_price.hpp"
#include "messages/venue.hpp"
#include "strategy/clock_watch.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace unrip::trade_executor {

/// The executor's own reference for one pair.
struct Reference {
    Price mid;
    Instant observed_at;  ///< When the oldest source in it was heard.
    MessageId id;
};

/// What the executor itself has heard of the world. The newest wins; nothing here is ever guessed.
class Facts {
  public:
    Facts(std::string account_id, std::string contract, const strategy::FreshnessLimits& limits)
        : account_id_{std::move(account_id)}, contract_{std::move(contract)}, clock_{limits} {}

    void hear(const messages::Envelope<messages::MarketPrice>& price);
    /// False: of another account, or not newer than what is known.
    bool hear(const messages::Envelope<messages::IntentInventory>& count, Instant now);
    bool hear(const messages::Envelope<messages::Venue>& venue, Instant now);
    void beat(Instant wall, Tick steady) { clock_.beat({wall, steady}); }

    /// Nothing while its sources do not agree.
    const Reference* reference(std::string_view pair) const;
    const std::optional<messages::IntentInventory>& inventory() const { return inventory_; }
    const std::optional<messages::Venue>& venue() const { return venue_; }
    const strategy::ClockWatch& clock() const { return clock_; }

    /// Nothing: no word of the keys was heard yet.
    std::optional<bool> is_registered(std::string_view public_key) const;
    /// Nothing: not counted yet.
    std::optional<bool> is_anything_credited() const;
    /// Whether the contract accepts nonces with this salt. Nothing: it was not said.
    std::optional<bool> is_valid_salt(std::string_view salt) const;

  private:
    std::string account_id_;
    std::string contract_;
    std::map<std::string, Reference, std::less<>> references_;
    std::optional<messages::IntentInventory> inventory_;
    std::optional<messages::Venue> venue_;
    strategy::ClockWatch clock_;
};

inline Instant time_of(const messages::Block& block) {
    return Instant{Nanoseconds{block.time_ns}};
}

}  // namespace unrip::trade_executor

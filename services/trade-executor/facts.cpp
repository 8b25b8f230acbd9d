#include "facts.hpp"

#include <algorithm>

namespace unrip::trade_executor {

void Facts::hear(const messages::Envelope<messages::MarketPrice>& price) {
    const auto& body = price.body;
    const bool is_agreed =
        body.status == messages::PriceStatus::agreed && body.mid && body.observed_at_ns;
    if (!is_agreed) {
        references_.erase(price.pair);
        return;
    }
    const Instant observed_at{Nanoseconds{*body.observed_at_ns}};
    references_.insert_or_assign(price.pair, Reference{*body.mid, observed_at, price.id});
}

bool Facts::hear(const messages::Envelope<messages::IntentInventory>& count, Instant now) {
    const auto& body = count.body;
    if (body.account_id != account_id_ || body.contract != contract_) return false;
    if (inventory_ && body.block.height < inventory_->block.height) return false;
    clock_.block(body.block.height, time_of(body.block), now);
    inventory_ = body;
    return true;
}

bool Facts::hear(const messages::Envelope<messages::Venue>& venue, Instant now) {
    const auto& body = venue.body;
    if (body.account_id != account_id_ || body.contract != contract_) return false;
    if (venue_ && body.block.height < venue_->block.height) return false;
    clock_.block(body.block.height, time_of(body.block), now);
    venue_ = body;
    return true;
}

const Reference* Facts::reference(std::string_view pair) const {
    const auto known = references_.find(pair);
    return known == references_.end() ? nullptr : &known->second;
}

std::optional<bool> Facts::is_registered(std::string_view public_key) const {
    if (!venue_) return std::nullopt;
    const auto& keys = venue_->public_keys;
    return std::find(keys.begin(), keys.end(), public_key) != keys.end();
}

std::optional<bool> Facts::is_anything_credited() const {
    if (!inventory_) return std::nullopt;
    const auto& balances = inventory_->balances;
    return std::any_of(balances.begin(), balances.end(), [](const messages::Balance& balance) {
        return !balance.spendable.is_zero();
    });
}

std::optional<bool> Facts::is_valid_salt(std::string_view salt) const {
    if (!venue_) return std::nullopt;
    if (venue_->current_salt == salt) return true;
    for (const auto& known : venue_->salts) {
        if (known.salt == salt) return known.is_valid;
    }
    return std::nullopt;
}

}  // namespace unrip::trade_executor

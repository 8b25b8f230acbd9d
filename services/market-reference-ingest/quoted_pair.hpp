#pragma once

#include "feed.hpp"
#include "messages/market_price.hpp"
#include "policy/policy.hpp"
#include "strategy/agreement.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace unrip::market_reference_ingest {

/// One pair of the policy with the sources that it is heard from.
struct QuotedPair {
    std::string name;
    std::vector<Feed*> feeds;
    strategy::ReferenceAgreement memory;

    messages::MarketPrice price;  ///< As it is now.
    bool is_jump_held = false;
    Tick agreed_at{};  ///< When there was a price last; at first, when the watching began.

    std::optional<messages::MarketPrice> told;  ///< As it was last told.
    Tick told_at{};
    std::uint64_t times_told = 0;
};

}  // namespace unrip::market_reference_ingest

#pragma once

#include "policy/sections.hpp"

#include <string>
#include <string_view>

namespace unrip::market_reference_ingest {

/// Where a market is heard and where it is asked.
struct MarketAddress {
    std::string socket_url;  ///< Empty: it is only asked.
    std::string rest_url;

    friend bool operator==(const MarketAddress&, const MarketAddress&) = default;
};

/// From the one address that a setting names. The market's own socket has its REST elsewhere, which
/// is known; at any other address REST is taken to be under the same one, so that a stand-in is
/// never mixed with the market it stands in for.
MarketAddress address_of(policy::Market market, std::string_view url);

}  // namespace unrip::market_reference_ingest

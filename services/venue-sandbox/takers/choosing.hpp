#pragma once

#include "core/price.hpp"
#include "relay/auctions.hpp"
#include "takers/asking.hpp"

#include <cstdint>
#include <optional>

namespace unrip::sandbox {

/// What a taker really gives and gets when he takes an offer: both are after the Verifier's fee,
/// which the taker bears on either side.
struct Bargain {
    u128 gives = 0;
    u128 gets = 0;
};

/// Nothing when the sums leave 128 bits, or nothing would be left.
std::optional<Bargain> bargain_of(const Offer& offer, std::uint32_t fee_pips);

/// What it gains him at this price, in millionths of what he gives; negative is the usual thing.
std::optional<std::int64_t> gain_ppm(
    const Bargain& bargain, bool gives_base, Price price, Decimals decimals
);

/// Whether he takes it. The gain is at the true price of now; for the informed at that of later.
bool takes(const TakerPlan& group, const Ask& ask, std::int64_t gain_ppm);

}  // namespace unrip::sandbox

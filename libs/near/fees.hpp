#pragma once

#include "core/amount.hpp"
#include "near/token_id.hpp"

#include <map>
#include <vector>

namespace unrip::near {

/// The Verifier's fee, in millionths: 1 pip is 0.0001 %.
class Pips {
  public:
    static constexpr std::uint32_t kMax = 1'000'000;

    constexpr Pips() = default;
    static Result<Pips> from_count(std::uint64_t count);

    constexpr std::uint32_t count() const { return count_; }

    friend constexpr auto operator<=>(Pips, Pips) = default;

  private:
    explicit constexpr Pips(std::uint32_t count) : count_{count} {}

    std::uint32_t count_ = 0;
};

/// What is taken out of an amount that someone gives: rounded up, in the Verifier's favour.
Amount fee_of(Amount given, Pips fee);

/// What is left of it for whoever receives.
Amount net_of(Amount given, Pips fee);

/// The smallest amount that leaves `net`. Refused at a fee of 100 %, unless `net` is zero.
Result<Amount> gross_up(Amount net, Pips fee);

/// No fee is taken on a single item: not on nep171, nor on one unit of nep245 or imt.
Pips fee_for(TokenStandard standard, u128 size, Pips fee);

/// What a counterpart must sign on the same token so that nothing is left over.
Result<i128> closure_delta(TokenStandard standard, i128 delta, Pips fee);

/// Token and signed amount, from the signer's view: what he gives is negative.
using Deltas = std::map<std::string, i128>;

struct BatchBalance {
    std::map<std::string, u128> fees_collected;  ///< without tokens that paid nothing
    Deltas unmatched;                            ///< without tokens that came out even

    bool is_balanced() const { return unmatched.empty(); }
};

/// How several diffs, executed together, come out: the Verifier accepts them only when nothing is
/// unmatched. Refuses ids it can't read and sums beyond 128 bits.
Result<BatchBalance> balance_batch(const std::vector<Deltas>& diffs, Pips fee);

}  // namespace unrip::near

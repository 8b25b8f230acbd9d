#pragma once

#include "core/price.hpp"

namespace unrip::strategy {

/// What a change of the base token is worth in the quote token. Rounded towards what is worse for
/// us: a gain down, a loss up.
Result<i128> value_of(i128 base_delta, Price price, Decimals decimals);

/// An amount as a change. Refused beyond what a delta can hold.
Result<i128> as_delta(Amount amount);

}  // namespace unrip::strategy

#include "core/ratio.hpp"

#include <cmath>

namespace unrip {

Result<Ratio> Ratio::from_signal(double signal, Ratio lowest, Ratio highest) {
    check(lowest <= highest, "a ratio's bounds are the wrong way round");
    if (std::isnan(signal)) return fail(Error::Kind::malformed, "a signal is not a number");

    const double scaled = signal * static_cast<double>(kOne);
    if (scaled <= static_cast<double>(lowest.millionths_)) return lowest;
    if (scaled >= static_cast<double>(highest.millionths_)) return highest;
    return Ratio{std::llround(scaled)};
}

Result<Amount> share_of(Amount amount, Ratio share, Rounding rounding) {
    if (share < Ratio{}) return fail(Error::Kind::malformed, "a negative share of an amount");
    return mul_div(amount, static_cast<u128>(share.millionths()), u128{Ratio::kOne}, rounding);
}

}  // namespace unrip

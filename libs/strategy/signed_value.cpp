#include "strategy/signed_value.hpp"

namespace unrip::strategy {

Result<i128> value_of(i128 base_delta, Price price, Decimals decimals) {
    const bool is_loss = base_delta < 0;
    const auto bits = static_cast<u128>(base_delta);
    const Amount size{is_loss ? u128{0} - bits : bits};
    const auto value =
        base_to_quote(size, price, decimals, is_loss ? Rounding::up : Rounding::down);
    if (!value) return value.failure();
    const auto delta = as_delta(*value);
    if (!delta) return delta.failure();
    return is_loss ? -*delta : *delta;
}

Result<i128> as_delta(Amount amount) {
    if (amount.atoms() > static_cast<u128>(kI128Max)) {
        return fail(Error::Kind::overflow, amount.to_string() + " is beyond a delta");
    }
    return static_cast<i128>(amount.atoms());
}

}  // namespace unrip::strategy

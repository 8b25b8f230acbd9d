#include "near/fees.hpp"

#include "core/check.hpp"

namespace unrip::near {
namespace {

u128 size_of(i128 delta) {
    return delta < 0 ? u128{0} - static_cast<u128>(delta) : static_cast<u128>(delta);
}

Result<i128> to_signed(u128 value) {
    if (value > static_cast<u128>(kI128Max)) {
        return fail(Error::Kind::overflow, unrip::to_text(value) + " is over 127 bits");
    }
    return static_cast<i128>(value);
}

/// How much the delta adds to what is in circulation: the giver's fee does not arrive anywhere.
i128 supply_delta(TokenStandard standard, i128 delta, Pips fee) {
    if (delta >= 0) return delta;
    const u128 given = size_of(delta);
    const u128 arrives = net_of(Amount{given}, fee_for(standard, given, fee)).atoms();
    return static_cast<i128>(u128{0} - arrives);
}

Result<void> add_to(Deltas& sums, const std::string& token, i128 delta) {
    const auto sum = add(sums[token], delta);
    if (!sum) return sum.failure();
    sums[token] = *sum;
    return {};
}

Result<void> apply(BatchBalance& balance, const std::string& token, i128 delta, Pips fee) {
    const auto id = parse_token_id(token);
    if (!id) return id.failure();

    if (delta < 0) {
        const Amount given{size_of(delta)};
        const auto taken = fee_of(given, fee_for(id->standard, given.atoms(), fee)).atoms();
        if (taken != 0) {
            const auto collected = add(balance.fees_collected[token], taken);
            if (!collected) return collected.failure();
            balance.fees_collected[token] = *collected;
        }
    }
    return add_to(balance.unmatched, token, supply_delta(id->standard, delta, fee));
}

}  // namespace

Result<Pips> Pips::from_count(std::uint64_t count) {
    if (count > kMax) {
        return fail(Error::Kind::malformed, "a fee of " + std::to_string(count) + " pips");
    }
    return Pips{static_cast<std::uint32_t>(count)};
}

Amount fee_of(Amount given, Pips fee) {
    const auto taken = mul_div(given, fee.count(), Pips::kMax, Rounding::up);
    check(taken.has_value(), "a fee is at most the amount");
    return *taken;
}

Amount net_of(Amount given, Pips fee) {
    return Amount{given.atoms() - fee_of(given, fee).atoms()};
}

Result<Amount> gross_up(Amount net, Pips fee) {
    if (net.is_zero()) return net;
    return mul_div(net, Pips::kMax, Pips::kMax - fee.count(), Rounding::up);
}

Pips fee_for(TokenStandard standard, u128 size, Pips fee) {
    const bool is_item =
        standard == TokenStandard::nep171 || (standard != TokenStandard::nep141 && size <= 1);
    return is_item ? Pips{} : fee;
}

Result<i128> closure_delta(TokenStandard standard, i128 delta, Pips fee) {
    const i128 supplied = supply_delta(standard, delta, fee);
    if (supplied <= 0) return subtract(i128{0}, supplied);

    const u128 size = size_of(supplied);
    const auto given = gross_up(Amount{size}, fee_for(standard, size, fee));
    if (!given) return given.failure();
    const auto positive = to_signed(given->atoms());
    if (!positive) return positive.failure();
    return -*positive;
}

Result<BatchBalance> balance_batch(const std::vector<Deltas>& diffs, Pips fee) {
    BatchBalance balance;
    for (const auto& diff : diffs) {
        for (const auto& [token, delta] : diff) {
            if (const auto applied = apply(balance, token, delta, fee); !applied) {
                return applied.failure();
            }
        }
    }
    std::erase_if(balance.unmatched, [](const auto& entry) { return entry.second == 0; });
    return balance;
}

}  // namespace unrip::near

#include "takers/choosing.hpp"

#include "near/fees.hpp"

namespace unrip::sandbox {

std::optional<Bargain> bargain_of(const Offer& offer, std::uint32_t fee_pips) {
    const auto fee = near::Pips::from_count(fee_pips);
    if (!fee) return std::nullopt;
    const auto gives = near::gross_up(Amount{offer.amount_in}, *fee);
    const auto gets = near::net_of(Amount{offer.amount_out}, *fee);
    if (!gives || gets.is_zero()) return std::nullopt;
    return Bargain{gives->atoms(), gets.atoms()};
}

std::optional<std::int64_t> gain_ppm(
    const Bargain& bargain, bool gives_base, Price price, Decimals decimals
) {
    const auto base = Amount{gives_base ? bargain.gives : bargain.gets};
    const auto worth = base_to_quote(base, price, decimals, Rounding::down);
    if (!worth) return std::nullopt;
    const auto gives = gives_base ? worth->atoms() : bargain.gives;
    const auto gets = gives_base ? bargain.gets : worth->atoms();
    if (gives == 0) return std::nullopt;
    // A gain of a hundredfold is as good as any larger one.
    constexpr u128 kPpm = 1'000'000;
    const auto ratio = mul_div(gets, kPpm, gives, Rounding::down);
    if (!ratio || *ratio > 100 * kPpm) return 100 * static_cast<std::int64_t>(kPpm);
    return static_cast<std::int64_t>(*ratio) - static_cast<std::int64_t>(kPpm);
}

bool takes(const TakerPlan& group, const Ask& ask, std::int64_t gain_ppm) {
    if (ask.is_dry) return false;
    switch (group.kind) {
        case TakerPlan::Kind::uninformed:
            return gain_ppm >= -std::int64_t{group.tolerance_ppm};
        case TakerPlan::Kind::price_sensitive:
            return gain_ppm > -std::int64_t{ask.outside_half_spread_ppm};
        case TakerPlan::Kind::informed:
            return gain_ppm >= std::int64_t{group.edge_ppm};
    }
    return false;
}

}  // namespace unrip::sandbox

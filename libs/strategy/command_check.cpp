#include "strategy/command_check.hpp"

#include "core/check.hpp"
#include "strategy/notional.hpp"

#include <array>

namespace unrip::strategy {
namespace {

constexpr auto kTexts = std::to_array<std::string_view>({
    "malformed_command",
    "command_expired",
    "over_slot_cap",
    "deadline_too_late",
    "deadline_too_soon",
    "unsupported_asset",
    "over_notional_limit",
    "price_out_of_band",
    "signed_notional_limit",
    "settled_notional_limit",
    "realised_loss_limit",
    "failed_settlements_limit",
});

std::optional<ExecutorRefusal> time_refusal(
    const ProposedQuote& quote, const CommandLimits& limits, Instant now
) {
    if (now > quote.expires_at) return ExecutorRefusal::command_expired;
    if (quote.deadline < now + limits.lifetime_min) return ExecutorRefusal::deadline_too_soon;
    const bool is_too_late = quote.deadline > now + limits.lifetime_max ||
                             quote.deadline + limits.nonce_margin > quote.nonce_deadline;
    if (is_too_late) return ExecutorRefusal::deadline_too_late;
    return std::nullopt;
}

/// What an amount of either token is worth in the quote token.
Result<Amount> worth(
    const AssetId& asset, Amount amount, Price mid, const Pair& pair, Rounding rounding
) {
    if (asset == pair.quote.id) return amount;
    return base_to_quote(amount, mid, pair.decimals(), rounding);
}

/// Whether `larger` is at most (1 + share) times `smaller`.
bool is_within(Amount larger, Amount smaller, Ratio share) {
    const auto factor = Ratio::kOne + share.millionths();
    if (factor < 0) return false;
    const auto allowed =
        mul_div(smaller, static_cast<u128>(factor), u128{Ratio::kOne}, Rounding::down);
    return allowed && larger <= *allowed;
}

std::optional<ExecutorRefusal> price_refusal(
    const ProposedQuote& quote, const CommandLimits& limits, Price mid, const Pair& pair
) {
    const auto got = worth(quote.asset_in, quote.amount_in, mid, pair, Rounding::down);
    const auto given = worth(quote.asset_out, quote.amount_out, mid, pair, Rounding::up);
    if (!got || !given) return ExecutorRefusal::price_out_of_band;
    const bool is_in_band =
        is_within(*given, *got, limits.loss_max) && is_within(*got, *given, limits.gain_max);
    if (!is_in_band) return ExecutorRefusal::price_out_of_band;
    return std::nullopt;
}

}  // namespace

std::string_view to_text(ExecutorRefusal refusal) {
    const auto index = static_cast<std::size_t>(refusal);
    check(index < kTexts.size(), "a refusal without a text");
    return kTexts.at(index);
}

std::optional<std::size_t> pair_of(
    const CommandLimits& limits, const AssetId& in, const AssetId& out
) {
    for (std::size_t index = 0; index < limits.pairs.size(); ++index) {
        const Pair& pair = limits.pairs[index];
        const bool is_it = (in == pair.base.id && out == pair.quote.id) ||
                           (in == pair.quote.id && out == pair.base.id);
        if (is_it) return index;
    }
    return std::nullopt;
}

CheckedCommand check_command(
    const ProposedQuote& quote, const CommandLimits& limits, Price mid, Instant now
) {
    CheckedCommand checked{};
    const auto refuse = [&](ExecutorRefusal refusal) {
        checked.refusal = refusal;
        return checked;
    };
    const auto index = pair_of(limits, quote.asset_in, quote.asset_out);
    if (!index) return refuse(ExecutorRefusal::unsupported_asset);
    checked.pair = *index;
    const Pair& pair = limits.pairs[*index];

    if (quote.amount_in.is_zero() || quote.amount_out.is_zero()) {
        return refuse(ExecutorRefusal::malformed_command);
    }
    if (const auto late = time_refusal(quote, limits, now)) return refuse(*late);
    if (quote.amount_out > quote.slot_cap) return refuse(ExecutorRefusal::over_slot_cap);

    const Side side = quote.asset_in == pair.base.id ? Side::user_sells_base : Side::user_buys_base;
    const Amount fixed = quote.is_exact_in ? quote.amount_in : quote.amount_out;
    const auto value = notional(fixed, is_base_fixed(side, quote.is_exact_in), mid, pair);
    if (!value || *value > limits.notional_max) {
        return refuse(ExecutorRefusal::over_notional_limit);
    }
    checked.notional = *value;
    checked.refusal = price_refusal(quote, limits, mid, pair);
    return checked;
}

}  // namespace unrip::strategy

#pragma once

#include "core/ratio.hpp"
#include "core/time.hpp"
#include "core/token_book.hpp"
#include "strategy/executor_refusal.hpp"

#include <optional>
#include <vector>

namespace unrip::strategy {

/// The executor's own limits on one quote. It trusts its own reference and nothing of the strategy.
struct CommandLimits {
    std::vector<Pair> pairs;
    Amount notional_max;  ///< Quote token.
    /// What we give may be worth at most this much more than what we get, at the executor's own
    /// reference. Negative: we must get more.
    Ratio loss_max;
    /// And what we get at most this much more than what we give: a price that good is a mistake.
    Ratio gain_max;
    Milliseconds lifetime_min{0};
    Milliseconds lifetime_max{0};
    Milliseconds nonce_margin{60'000};
};

/// What a command asks to sign.
struct ProposedQuote {
    AssetId asset_in;
    Amount amount_in;
    AssetId asset_out;
    Amount amount_out;
    bool is_exact_in = true;  ///< The user fixed what he gives.
    Instant deadline;
    Instant expires_at;
    Instant nonce_deadline;
    Amount slot_cap;  ///< The slot's, of asset_out.
};

/// What the executor found out about it.
struct CheckedCommand {
    std::optional<ExecutorRefusal> refusal;
    std::size_t pair = 0;  ///< Index into the limits' pairs, where it is one of them.
    Amount notional;       ///< At the executor's own mid, by the strategy's function.
};

/// The pair of these two tokens, whichever way round.
std::optional<std::size_t> pair_of(
    const CommandLimits& limits, const AssetId& in, const AssetId& out
);

/// Everything, against the reference of the pair that `pair_of` named.
CheckedCommand check_command(
    const ProposedQuote& quote, const CommandLimits& limits, Price mid, Instant now
);

}  // namespace unrip::strategy

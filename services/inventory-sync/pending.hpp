#pragma once

#include "messages/liquidity_action.hpp"

#include <map>
#include <optional>
#include <string>

namespace unrip::inventory_sync {

/// Deposits that were seen on their way and are not credited yet, as liquidity-manager tells them.
/// They are shown and never counted as spendable.
class PendingDeposits {
  public:
    void hear(const messages::LiquidityAction& action);

    /// Nothing where no deposit of this token was ever heard of: that is not known to be zero.
    std::optional<Amount> of(const AssetId& asset) const;

  private:
    static constexpr std::size_t kActionsMax = 10'000;

    struct Deposit {
        AssetId asset;
        Amount amount;
        std::uint32_t step = 0;
        bool is_pending = false;
    };
    void forget_settled();

    std::map<std::string, Deposit, std::less<>> deposits_;  ///< By action.
};

}  // namespace unrip::inventory_sync

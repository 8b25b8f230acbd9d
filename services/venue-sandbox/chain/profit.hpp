#pragma once

#include "chain/batch.hpp"

#include <functional>

namespace unrip::sandbox {

/// What the sandbox's hidden truth says one base unit of a token is worth; nothing for a token that
/// it does not price.
using UnitPrice = std::function<std::optional<double>(std::string_view token)>;

/// What an account's trading has come to. Deposits, withdrawals and gifts of the scenario are no
/// part of it: only settled intents and the fees in them.
struct Profit {
    double value = 0;     ///< the traded amounts at today's true prices
    double at_trade = 0;  ///< each trade at the true prices of its own moment
    std::uint64_t trades = 0;
    double turnover = 0;                ///< what was given, at the prices of its moment
    std::vector<std::string> unpriced;  ///< tokens that were traded and have no price
};

/// Follows the trades of all accounts.
class ProfitBook {
  public:
    void traded(const ExecutedDiff& diff, const UnitPrice& price);

    Profit of(std::string_view account, const UnitPrice& price) const;
    SignedSums deltas_of(std::string_view account) const;

  private:
    struct Account {
        SignedSums deltas;
        double at_trade = 0;
        double turnover = 0;
        std::uint64_t trades = 0;
    };
    ByText<Account> accounts_;
};

}  // namespace unrip::sandbox

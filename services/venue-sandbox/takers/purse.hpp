#pragma once

#include "chain/chain.hpp"
#include "near/intents.hpp"
#include "near/nep413.hpp"
#include "near/secret_key.hpp"
#include "world/random.hpp"
#include "world/scenario.hpp"

#include <string>
#include <string_view>

namespace unrip::sandbox {

/// The account of somebody inside the sandbox: its key follows from the seed and its name, its id
/// from the key, and its money never ends.
class Purse {
  public:
    Purse(Chain& chain, std::uint64_t seed, const std::string& name);

    const std::string& account() const { return account_; }

    /// More than can ever be spent, of each token that is traded.
    void fill(const std::vector<TradedPair>& pairs);

    /// A signed token_diff under a fresh nonce, which lives a minute longer than the deadline.
    Result<near::SignedNep413> sign(const near::TokenDiff& diff, Instant deadline);

  private:
    Chain& chain_;
    near::SecretKey key_;
    std::string account_;
    Random nonces_;
};

}  // namespace unrip::sandbox

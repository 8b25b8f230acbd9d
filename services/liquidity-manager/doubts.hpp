#pragma once

#include "action_life.hpp"
#include "core/time.hpp"
#include "near/transaction_sender.hpp"

#include <map>
#include <optional>
#include <string>

namespace unrip::liquidity_manager {

/// When bytes that the chain refuses and does not know are given up. Pure.
///
/// One refusal proves nothing: it may only mean that the same bytes have just taken effect, and the
/// node that was asked for them may be behind.
class Doubts {
  public:
    /// A look at an action in flight that brought no end; `bytes_age` is at least how old its bytes
    /// are. Nothing: go on looking.
    std::optional<Happening> look(
        const std::string& action_id,
        const near::SendReport& report,
        Tick now,
        Nanoseconds bytes_age
    );

    void forget(const std::string& action_id) { since_.erase(action_id); }

  private:
    std::map<std::string, Tick> since_;
};

}  // namespace unrip::liquidity_manager

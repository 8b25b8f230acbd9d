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
    /// Its bytes are known to be from then. Of bytes whose age nobody knows the silence of nodes
    /// proves nothing.
    void signed_at(const std::string& action_id, Instant instant);
    /// A look at an action in flight that brought no end. Nothing: go on looking.
    std::optional<Happening> look(
        const std::string& action_id, const near::SendReport& report, Tick now, Instant wall
    );
    /// What was known of it is forgotten: who looks again later knows less than nodes did then.
    void ended(const std::string& action_id);

  private:
    bool may_be_forgotten(const std::string& action_id, Instant wall) const;

    std::map<std::string, Tick> refused_since_;
    std::map<std::string, Instant> signed_at_;
};

}  // namespace unrip::liquidity_manager

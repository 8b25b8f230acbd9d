#pragma once

#include "relay/relay.hpp"
#include "takers/purse.hpp"
#include "world/world.hpp"

#include <deque>
#include <memory>
#include <string>

namespace unrip::sandbox {

/// A solver that knows the true price and always adds the same half spread. It answers when the
/// scenario has it on.
class Competitor {
  public:
    /// All are borrowed.
    Competitor(Relay& relay, World& world, Chain& chain);

    /// Answers what is due.
    void advance(Instant now);

    const std::string& account() const { return purse_.account(); }
    std::uint64_t answered() const { return answered_; }
    std::uint64_t refused() const { return refused_; }

  private:
    struct Pending {
        Instant due;
        QuoteRequest request;
    };

    void hear(const QuoteRequest& request, Instant published);
    void answer(const QuoteRequest& request, Instant now);

    Relay& relay_;
    World& world_;
    Purse purse_;
    std::deque<Pending> pending_;
    std::uint64_t answered_ = 0;
    std::uint64_t refused_ = 0;
};

}  // namespace unrip::sandbox

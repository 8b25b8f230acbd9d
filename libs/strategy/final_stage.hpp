#pragma once

#include "strategy/pipeline.hpp"

#include <variant>

namespace unrip::strategy {

/// The last stage: a slot, and with it the promise. The only maker of approved quotes.
class FinalStage {
  public:
    /// `draft` has passed every stage before. While watching nothing is taken, and the best answer
    /// is a refusal that says `disarmed`. An approval takes the names out of the demand.
    static std::variant<ApprovedQuote, Refusal> run(World& world, Draft& draft, const Stamp& stamp);
};

}  // namespace unrip::strategy

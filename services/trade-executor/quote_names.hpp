#pragma once

#include "core/ids.hpp"

#include <memory>
#include <string>

namespace unrip::trade_executor {

/// How a quote, its decision and its command are called, in one piece of memory: tens of thousands
/// are kept at a time. A UUID takes its 16 bytes, and what the engine called alike stands once.
class QuoteNames {
  public:
    QuoteNames(const QuoteId& quote, const DecisionId& decision, const CommandId& command);

    QuoteId quote() const { return QuoteId{name(0)}; }
    DecisionId decision() const { return DecisionId{name(1)}; }
    CommandId command() const { return CommandId{name(2)}; }

  private:
    std::string name(int number) const;

    /// Names one after the other, each with its length before.
    std::unique_ptr<char[]> packed_;  // NOLINT(modernize-avoid-c-arrays): one pointer, no size.
};

}  // namespace unrip::trade_executor

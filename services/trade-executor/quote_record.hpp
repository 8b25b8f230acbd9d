#pragma once

#include "core/amount.hpp"
#include "core/ids.hpp"
#include "core/int128.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace unrip::trade_executor {

/// How a quote, its decision and its command are called, and how much it promises, in one piece of
/// memory: tens of thousands are kept at a time. A UUID takes its 16 bytes, a decision's numbers
/// take eight, an amount as many as it needs, and what the engine called alike stands once.
class QuoteRecord {
  public:
    struct Names {
        QuoteId quote;
        DecisionId decision;
        CommandId command;
    };
    struct Amounts {
        i128 delta_in = 0;
        i128 delta_out = 0;
        Amount notional_eure;
    };
    QuoteRecord(const Names& names, const Amounts& amounts);

    QuoteId quote() const { return QuoteId{name(0)}; }
    DecisionId decision() const { return DecisionId{name(1)}; }
    CommandId command() const { return CommandId{name(2)}; }
    Amounts amounts() const;

  private:
    struct Field {
        std::uint8_t kind = 0;  ///< How it is written; a length where it is written as it is.
        const char* bytes = nullptr;
        std::size_t size = 0;
    };

    Field field(int number) const;
    std::string name(int number) const;
    u128 bits(int number) const;

    /// Fields one after the other, each with its kind before.
    std::unique_ptr<char[]> packed_;  // NOLINT(modernize-avoid-c-arrays): one pointer, no size.
};

}  // namespace unrip::trade_executor

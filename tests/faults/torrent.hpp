#pragma once

#include "faults/dice.hpp"
#include "support/story.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace unrip::test {

/// Messages of eleven subjects in turn, each with an id and an amount of its own, and what their
/// tables must hold when all were said.
class Torrent {
  public:
    explicit Torrent(std::uint64_t seed);

    std::vector<Said> next(std::size_t count);
    std::uint64_t said() const { return said_; }

    struct Expected {
        std::string subject;
        std::string table;
        std::string column;  ///< Of the amount.
        std::uint64_t messages = 0;
        std::uint64_t sum = 0;
    };
    const std::vector<Expected>& expected() const { return expected_; }

    /// What the ids begin with: history-writer says things of its own beside.
    static constexpr auto kIds = "torrent-";

  private:
    /// A message with holes for its id, time and amount, so that a million need no parsing.
    struct Mould {
        std::vector<std::string> text;
        std::vector<char> holes;
    };
    static Mould mould_of(const std::string& text);
    Said cast(const Mould& mould, Expected& expected);

    Dice dice_;
    std::vector<Mould> moulds_;
    std::vector<Expected> expected_;
    std::uint64_t said_ = 0;
};

}  // namespace unrip::test

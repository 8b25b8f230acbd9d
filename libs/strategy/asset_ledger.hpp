#pragma once

#include "strategy/slot_facts.hpp"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace unrip::strategy {

/// Per token: what was counted, what the standing slots commit, and what withdrawals have asked
/// for. Tokens are known by their line, so that the trade's path looks nothing up by name.
class AssetLedger {
  public:
    struct Line {
        AssetId asset;
        std::optional<Amount> counted;  ///< Nothing before the first count.
        std::uint64_t height = 0;       ///< Of that count.
        Amount committed;         ///< Caps of all slots not freed, asked-for batches included.
        bool is_alerted = false;  ///< More is committed than counted, and nothing explains it.

        bool is_over_committed() const { return counted && committed > *counted; }
    };

    /// A line for this token, made where there is none.
    std::size_t line_of(const AssetId& asset);
    std::optional<std::size_t> find(const AssetId& asset) const;
    const Line& at(std::size_t line) const { return lines_[line]; }
    const std::vector<Line>& lines() const { return lines_; }

    void count(std::size_t line, Amount amount, std::uint64_t height);
    void commit(std::size_t line, Amount amount);
    void release(std::size_t line, Amount amount);
    void alert(std::size_t line, bool is_alerted) { lines_[line].is_alerted = is_alerted; }
    /// Forgets what is committed, not what was counted.
    void forget_commitments();

    /// Takes the withdrawal into account; a known one is left as it is.
    void withhold(const std::string& action, const AssetAmount& amount);
    /// The withdrawal is over; its room is free with a count at `height`, or now.
    void end_withdrawal(const std::string& action, std::optional<std::uint64_t> height);

    /// What withdrawals have asked for of this token, all together.
    Amount withheld(std::size_t line) const;
    /// Counted, less committed, less withheld; nothing below zero.
    Amount free(std::size_t line) const;

    struct Withdrawal {
        std::string action;
        std::size_t line = 0;
        Amount amount;
        bool has_room = false;                  ///< RoomMade was said.
        std::optional<std::uint64_t> ended_at;  ///< Waits for a count at this height.
    };
    std::vector<Withdrawal>& withdrawals() { return withdrawals_; }
    const std::vector<Withdrawal>& withdrawals() const { return withdrawals_; }

  private:
    void drop_ended(std::size_t line);

    std::vector<Line> lines_;
    std::unordered_map<AssetId, std::size_t> index_;
    std::vector<Withdrawal> withdrawals_;
};

/// Sums and differences that stop at the ends of their range, for comparisons only.
Amount saturating_add(Amount left, Amount right);
Amount saturating_subtract(Amount left, Amount right);

}  // namespace unrip::strategy

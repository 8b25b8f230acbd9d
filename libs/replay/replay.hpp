#pragma once

#include "core/ids.hpp"
#include "core/result.hpp"
#include "strategy/policy.hpp"

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Runs recorded messages through the engine again and compares what it decides with what was
// decided.
//
// For `unripctl replay --from --to [--policy other.json]`: read the policy, make a Source (a JSONL
// export, or rows of PostgreSQL as envelopes in the order of sent_at), call `run`, print
// `to_text(report)`, and end with 0 when `is_identical()`. Messages needed: norm.swap_demand,
// ref.market_price, state.intent_inventory, state.venue, exec.trade_result, exec.trade_settlement,
// ops.liquidity_action, ops.service_control, decision.slots, decision.trade_decision; others are
// passed over. Begin at a start of the engine, or shortly before: what it knew from earlier
// messages is unknown.

namespace unrip::replay {

/// One recorded envelope as JSON text, the next one each time; nothing at the end. The text stands
/// until the next one is asked for.
using Source = std::function<Result<std::optional<std::string_view>>()>;

/// An envelope a line. Borrows the stream.
Source lines_of(std::istream& file);

struct Options {
    strategy::Policy policy;
    std::string policy_hash;
    /// The limits that were in force then; otherwise those of the policy, for a what-if.
    bool with_recorded_limits = true;
    std::size_t differences_shown_max = 20;
};

struct Difference {
    MessageId decision;
    std::string field;
    std::string recorded;
    std::string replayed;
};

struct Report {
    std::uint64_t messages = 0;    ///< Read, whatever they were.
    std::uint64_t unreadable = 0;  ///< Could not be read.
    std::uint64_t decisions = 0;   ///< Decided again.
    std::uint64_t identical = 0;
    std::uint64_t without_demand = 0;  ///< Its demand is not in the record: not decided again.
    std::uint64_t facts_missing = 0;   ///< Named by a decision, and not in the record.
    /// Decided on the state of the process itself (its clocks), which nobody recorded.
    std::uint64_t of_surroundings = 0;
    bool is_same_policy = true;                              ///< As far as the decisions name it.
    std::map<std::string, std::uint64_t> recorded_outcomes;  ///< "approved", or why not.
    std::map<std::string, std::uint64_t> replayed_outcomes;
    std::vector<Difference> differences;  ///< The first ones.

    bool is_identical() const { return identical == decisions && facts_missing == 0; }
};

/// Fails only when the source does.
Result<Report> run(const Source& source, const Options& options);

std::string to_text(const Report& report);

}  // namespace unrip::replay

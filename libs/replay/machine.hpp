#pragma once

#include "messages/catalog.hpp"
#include "replay/comparison.hpp"
#include "strategy/engine.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace unrip::replay {

/// The streams whose newest applied message a decision names.
enum class Stream { price, inventory, venue, slots, exec, liquidity, control };
inline constexpr std::size_t kStreamCount = 7;

/// A fact on record, as the engine is told it.
struct Fact {
    Stream stream = Stream::price;
    MessageId id;
    std::uint64_t place = 0;  ///< In the record.
    Instant at;               ///< When it can have been told, where nothing says it better.
    std::uint64_t epoch = 0;  ///< Of slots: the term they belong to.
    std::vector<strategy::Event> events;
};

/// One recorded engine, run again.
class Machine {
  public:
    Machine(strategy::Policy policy, const std::string& policy_hash, std::string limits_hash);

    /// Waits until a decision names it, or one after it.
    void hear(std::shared_ptr<const Fact> fact);

    /// Whether all that the decision was based on has been heard.
    bool knows(const messages::AppliedEvents& applied) const;

    /// Tells the engine what the recorded one was told before this decision, then the demand. What
    /// it says.
    std::optional<DecisionMessage> decide(
        const DecisionMessage& recorded, const messages::Envelope<messages::SwapDemand>& demand
    );

  private:
    using Pending = std::deque<std::shared_ptr<const Fact>>;

    Pending& pending(Stream stream) { return pending_[static_cast<std::size_t>(stream)]; }
    void begin_term(std::uint64_t epoch, Instant now);
    void catch_up(const messages::TradeDecision& recorded);
    void surround(const messages::TradeDecision& recorded, Instant now);
    void tell(const strategy::Event& event, Instant now);

    std::unique_ptr<strategy::Engine> engine_;
    strategy::Decisions out_;
    std::array<Pending, kStreamCount> pending_;
    std::array<MessageId, kStreamCount> applied_;
    std::optional<std::uint64_t> epoch_;
};

}  // namespace unrip::replay

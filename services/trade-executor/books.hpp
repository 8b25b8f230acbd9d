#pragma once

#include "core/ids.hpp"
#include "messages/intent_inventory.hpp"
#include "messages/liquidity_action.hpp"
#include "strategy/expiry.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace unrip::trade_executor {

/// What each count should be by all that is known: the last count that was right, the fills and the
/// flows since. A count that equals it proves that nothing unknown was executed.
class Books {
  public:
    /// A count, newer than those before. Nothing: it is the first one, and proves nothing yet.
    std::optional<strategy::BooksReading> count(
        const messages::IntentInventory& inventory, MessageId id = {}
    );

    struct Proof {
        strategy::BooksReading reading;
        MessageId inventory_id;
        messages::Block block;
    };
    /// The newest count heard before that is right by what is known now: a fill is learnt a little
    /// later than the count that shows it.
    std::optional<Proof> look_back();

    void fill(const AssetId& asset, i128 delta, std::uint64_t height);
    void flow(const messages::LiquidityAction& action);

    /// Something may have been missed: begin anew with the next count.
    void restart() { baseline_.reset(); }

    /// Only quotes signed since then are proven by these books: an execution of an earlier one may
    /// lie before the count they begin with.
    Instant sound_since() const { return sound_since_; }

    /// How long they have not been right.
    bool is_unexplained() const { return unexplained_since_.has_value(); }

  private:
    struct Movement {
        AssetId asset;
        i128 delta = 0;
        std::uint64_t height = 0;
    };
    struct Baseline {
        std::uint64_t height = 0;
        std::map<AssetId, i128> amounts;
    };

    struct Count {
        messages::IntentInventory inventory;
        MessageId id;
    };

    strategy::BooksReading read(const messages::IntentInventory& inventory) const;
    void begin(const messages::IntentInventory& inventory);
    /// It was right: what comes is counted from here.
    void go_on_from(const messages::IntentInventory& inventory);
    void forget_until(std::uint64_t height);

    std::optional<Baseline> baseline_;
    std::deque<Count> not_right_;  ///< The newest counts that were not, the oldest first.
    std::vector<Movement> fills_;
    std::vector<Movement> flows_;
    Instant sound_since_;
    std::optional<Instant> unexplained_since_;
};

}  // namespace unrip::trade_executor

#pragma once

#include "bus/tracked_publisher.hpp"
#include "chain_reader.hpp"
#include "lane_watch.hpp"
#include "memory.hpp"
#include "messages/intent_inventory.hpp"
#include "messages/quote_status.hpp"
#include "net/task.hpp"
#include "observe.hpp"
#include "recent.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <unordered_map>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::trade_executor {

/// Follows each signed quote to its end, off the trade's path: hears of matches and counts, asks
/// the chain, and says what is proven.
class Following {
  public:
    struct Surroundings {
        runtime::Service& service;
        bus::TrackedPublisher& publisher;
        ChainReader& chain;
        Memory& memory;
        Observe& observe;
        /// The active one follows; whoever waits would say the same a second time.
        std::function<bool()> is_active;
        /// All that was said before is read: until then what ended long ago seems to be open.
        std::function<bool()> knows_the_past;
        /// Something settled or failed.
        std::function<void()> on_end;
        LaneWatch lanes;
    };

    explicit Following(Surroundings surroundings) : around_{std::move(surroundings)} {}

    /// A term begins: what was matched before it is read from the chain.
    void begin();
    void on_status(const messages::Envelope<messages::QuoteStatus>& status);
    void on_count(const messages::Envelope<messages::IntentInventory>& count);

    /// A word of the relay came over this socket of this ingest. Over a new one: what the relay
    /// said in between is lost.
    void heard_over(const std::string& instance, const std::string& connection_id);
    /// The relay would not have an answer on this slot; its nonce may be used.
    void was_rejected(const SlotId& slot) { around_.lanes.doubt(slot); }

    /// The chain was seen to say so, for whatever reason it was asked.
    void found_used(const near::Nonce& nonce, const messages::Block& block);

    /// Reads the chain until cancelled.
    Task<void> run();

    std::size_t to_be_read() const { return transactions_.size() + nonces_.size(); }

  private:
    bool may_judge() const { return around_.is_active() && around_.knows_the_past(); }

    struct Attempt {
        Tick next;
        std::uint32_t failed = 0;
        bool is_under_way = false;
    };

    /// Books that were right, and since when.
    struct Proof {
        Books::Proof books;
        Instant sound_since;
    };

    void say(const Follower::Settlement& settlement);
    void say(const Follower::Settlements& settlements);
    void say_expired(Proof proof);
    Task<void> say_the_rest();
    void look_for_work();
    Task<void> read_in_turn();
    Task<void> read_with(std::size_t readers);
    Task<void> read_transactions();
    Task<void> read_nonces();
    Task<void> read_transaction(QuoteHash hash);
    Task<void> read_nonce(near::Nonce nonce);
    Task<void> watch_lanes();
    Task<void> look_at_lane(SlotId lane);
    void again_later(Attempt& attempt);

    Surroundings around_;
    Recent connections_{64};
    std::unordered_map<QuoteHash, Attempt> transactions_;
    std::unordered_map<std::string, Attempt> nonces_;
    Instant doubtful_from_;  ///< Whose nonces are asked about now: those that ended from here on.
    Tick next_turn_;
    std::optional<Proof> goes_on_;  ///< More has expired by these books than was said so far.
};

}  // namespace unrip::trade_executor

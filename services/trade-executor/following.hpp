#pragma once

#include "bus/tracked_publisher.hpp"
#include "chain_reader.hpp"
#include "memory.hpp"
#include "messages/intent_inventory.hpp"
#include "messages/quote_status.hpp"
#include "net/task.hpp"
#include "observe.hpp"

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
        /// Something settled or failed.
        std::function<void()> on_end;
    };

    explicit Following(Surroundings surroundings) : around_{std::move(surroundings)} {}

    /// A term begins: what was matched before it is read from the chain.
    void begin();
    void on_status(const messages::Envelope<messages::QuoteStatus>& status);
    void on_count(const messages::Envelope<messages::IntentInventory>& count);

    /// Reads the chain until cancelled.
    Task<void> run();

    std::size_t to_be_read() const { return transactions_.size() + nonces_.size(); }

  private:
    struct Attempt {
        Tick next;
        std::uint32_t failed = 0;
        bool is_under_way = false;
    };

    void say(const Follower::Settlement& settlement);
    void say(const Follower::Settlements& settlements);
    void look_for_work();
    Task<void> read_in_turn();
    Task<void> read_with(std::size_t readers);
    Task<void> read_transactions();
    Task<void> read_nonces();
    Task<void> read_transaction(QuoteHash hash);
    Task<void> read_nonce(near::Nonce nonce);
    void again_later(Attempt& attempt);

    Surroundings around_;
    std::unordered_map<QuoteHash, Attempt> transactions_;
    std::unordered_map<std::string, Attempt> nonces_;
    Instant doubtful_from_;  ///< Whose nonces are asked about now: those that ended from here on.
    Tick next_turn_;
};

}  // namespace unrip::trade_executor

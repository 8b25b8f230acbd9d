#pragma once

#include "strategy/engine.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace unrip::strategy {

/// Numbers to draw from, given by the property: the same numbers make the same day.
class Dice {
  public:
    explicit Dice(std::vector<std::uint32_t> rolls) : rolls_{std::move(rolls)} {}

    bool is_empty() const { return next_ >= rolls_.size(); }
    /// Below `sides`; 0 when the numbers are used up.
    std::uint32_t roll(std::uint32_t sides) { return is_empty() ? 0 : rolls_[next_++] % sides; }

  private:
    std::vector<std::uint32_t> rolls_;
    std::size_t next_ = 0;
};

/// An engine, the chain its promises live on, and everything that can go wrong between the two:
/// messages late, lost, doubled and in any order, writes with an unknown end, crashes, withdrawals,
/// and takers who execute whatever they hold at any moment.
class SimulatedAccount {
  public:
    SimulatedAccount(Policy policy, std::vector<std::uint32_t> rolls);

    bool is_over() const { return dice_.is_empty(); }
    void step();

    /// What is wrong, in words: more could be taken than is held, a nonce of `reserve` was signed
    /// twice, or the books contradict themselves. Empty: all is well.
    std::vector<std::string> broken() const;

    std::size_t approvals() const { return signatures_.size(); }
    std::size_t fills() const { return used_nonces_.size(); }
    std::size_t crashes() const { return crashes_; }
    std::size_t withdrawals_sent() const { return withdrawals_sent_; }

    /// Every event with its time, and every decision: for replay.
    const std::vector<std::pair<Event, Instant>>& events() const { return events_; }
    const Decisions& decisions() const { return decisions_; }

  private:
    struct Signature {
        AssetId in;
        Amount amount_in;
        AssetId out;
        Amount amount_out;
        std::string nonce;
        SlotId slot;
        Amount cap;
        Instant deadline;
        Instant nonce_deadline;
        bool is_reserve = false;
    };
    struct Withdrawal {
        std::string action;
        AssetId asset;
        Amount amount;
        bool has_room = false;  // And COMMITMENTS says so.
        bool is_ended = false;
        std::optional<std::uint64_t> ended_at;
    };

    void tell(const Event& event);
    void obey(const Decisions& decisions);
    void sign(const ApprovedQuote& quote);
    void open(const OpenBatch& request);
    void write_entry();
    void inform();
    void restart();

    void user_asks();
    void chain_moves_on();
    void taker_executes();
    void chain_is_counted();
    void message_arrives();
    void withdrawal_is_asked();
    void withdrawal_goes_on();

    bool is_live(const Signature& signature) const;
    std::vector<AssetAmount> balances() const;

    Policy policy_;
    Dice dice_;
    std::unique_ptr<Engine> engine_;
    std::uint64_t epoch_ = 0;

    std::uint64_t height_ = 1;
    Instant chain_time_;
    Tick steady_{};
    std::map<AssetId, Amount> held_;
    std::vector<Signature> signatures_;
    std::set<std::string> used_nonces_;
    std::map<std::pair<SlotId, AssetId>, Amount> caps_;  // Of every slot that was ever opened.

    std::vector<Event> on_the_bus_;      // Survives a crash.
    std::vector<Event> in_the_process_;  // Does not.
    SlotsRestored entry_;                // What COMMITMENTS holds.
    std::vector<SlotBatchFacts> untold_;
    std::vector<Withdrawal> withdrawals_;

    std::vector<std::pair<Event, Instant>> events_;
    Decisions decisions_;
    int names_ = 0;
    std::size_t crashes_ = 0;
    std::size_t withdrawals_sent_ = 0;
};

}  // namespace unrip::strategy

#pragma once

#include "bus/connection.hpp"
#include "bus/key_value.hpp"
#include "messages/commitments.hpp"
#include "messages/slots.hpp"
#include "net/event.hpp"
#include "slot_notes.hpp"
#include "strategy/engine.hpp"

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace unrip::strategy_engine {

/// What the writing of promises calls back. All are needed; they are called on the loop.
struct PromiseEvents {
    std::function<void(strategy::Event)> tell;
    /// Another engine has written: this one is not the active one any more.
    std::function<void(std::string why)> fenced;
    std::function<void(const std::string& trouble)> not_written;
};

/// Writes what the engine promises into COMMITMENTS, by compare-and-set and off the trade's path,
/// and tells the engine when a write is acknowledged and synced.
class Promises {
  public:
    /// Borrows all of them.
    Promises(
        bus::Connection& bus,
        const Clock& clock,
        const strategy::Engine& engine,
        SlotNotes& notes,
        std::string account_id,
        std::string instance,
        PromiseEvents events
    );

    enum class TakeOver {
        done,         ///< The record is ours, under `epoch()`.
        absent,       ///< There is no entry, which is never read as no promises.
        unreadable,   ///< It can't be understood; a person must look.
        fenced,       ///< Somebody else is writing it.
        unavailable,  ///< NATS is away.
    };
    /// Writes this engine's epoch into the record, so that no earlier write can still land, and
    /// waits until what was in it is on the server's disk. The epoch is above every earlier one.
    Task<TakeOver> take_over(std::uint64_t lease_epoch);
    /// To be run for as long as the process lives: whoever waits for the lease looks at the record,
    /// and so knows at the take-over for how long it has stood already.
    Task<void> watch();
    /// What the record held at the take-over; and from then on it is written for this term.
    const messages::Commitments& record() const { return entry_; }
    std::uint64_t epoch() const { return entry_.epoch; }
    const std::string& last_trouble() const { return last_trouble_; }

    void begin_term();
    /// Forgets all wishes: they were another term's.
    void end_term();

    // What the engine asks for, while a term lasts.
    void open(const strategy::OpenBatch& wish);
    void close(const strategy::CloseUnused& wish);
    void make_room(const strategy::RoomMade& room);
    /// Slots have died: no hurry, but the record should not keep them for ever.
    void tidy() { is_untidy_ = true; }
    /// The regular beat, on which that is done.
    void beat();

    /// Room that was made is said again to who missed it.
    void repeat_room(const std::string& action);
    void forget_room(const std::string& action) { rooms_said_.erase(action); }

    /// Two loops, to be run for as long as the process lives.
    Task<void> write();
    Task<void> settle();

    /// For the end: until nothing waits to be written.
    Task<bool> finish(Milliseconds limit);

    bus::Revision revision() const { return revision_; }
    std::size_t waiting() const { return wishes_.size(); }
    std::size_t settling() const { return settling_.size(); }
    Milliseconds nonce_lifetime_max() const;

  private:
    struct Wish {
        enum class Kind { open, close, room, tidy };
        Kind kind = Kind::tidy;
        std::uint64_t request = 0;
        messages::SlotBatch batch;     // open
        messages::RoomMade room;       // room
        std::uint64_t generation = 0;  // Of the connection, when it was acknowledged.
        Tick acknowledged_at{};
    };

    /// The record as it was first seen, over a connection that has not broken since.
    struct Seen {
        bus::Revision revision = 0;
        std::uint64_t generation = 0;
        Tick since{};
    };

    Seen see(bus::Revision revision, std::uint64_t generation);
    Milliseconds left_to_stand(const Seen& record, Milliseconds settling) const;
    Task<Result<std::uint64_t>> epoch_said_last();
    Task<TakeOver> write_epoch(messages::Commitments record, bus::Revision before);
    void wish_for(Wish wish);
    Task<void> write_next();
    Task<void> look_why_not(Error error, bus::Revision tried);
    void say_room(const messages::RoomMade& room);
    void written(Wish wish, bus::Revision revision);
    void settled(Wish wish);
    std::string next_record(const Wish& wish);
    messages::SlotBatch described(const strategy::SlotBatchFacts& facts) const;
    std::optional<Milliseconds> settling_time() const;

    bus::Connection& bus_;
    const Clock& clock_;
    const strategy::Engine& engine_;
    SlotNotes& notes_;
    bus::KeyValue bucket_;
    std::string account_id_;
    std::string instance_;
    PromiseEvents events_;

    bool is_in_term_ = false;
    std::uint64_t term_ = 0;  // Tells what came back late from what belongs to this term.
    messages::Commitments entry_;
    bus::Revision revision_ = 0;
    std::optional<Seen> seen_;
    std::uint64_t batches_named_ = 0;
    std::map<std::string, messages::SlotBatch> described_;  // By name: seeds, sizes, times.
    std::deque<Wish> wishes_;
    std::deque<Wish> settling_;
    std::vector<messages::SlotBatch> untold_;  // Written, and the engine does not know yet.
    std::map<std::string, messages::RoomMade> rooms_said_;  // By withdrawal.
    bool is_untidy_ = false;
    std::string last_trouble_;
    net::Event wished_;
    net::Event acknowledged_;
};

}  // namespace unrip::strategy_engine

#pragma once

#include "bus/key_value.hpp"
#include "core/time.hpp"
#include "messages/lease.hpp"
#include "net/task.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace unrip::presence {

/// Who wants to be the active one, and as what.
struct Candidate {
    std::string account_id;
    messages::LeaseRole role = messages::LeaseRole::strategy;
    std::string instance;
};

/// A holder gives up by its own clock before anyone else may take over by theirs. Killed right
/// after a renewal, it is followed 2.7 s later at most; a strategy then waits two more until slots
/// of its own are on the disk, which leaves little of the five seconds that a take-over may last.
/// All the rest goes to the holder: on a machine that stands still for 1.8 s it stays the holder.
struct LeaseTimes {
    Milliseconds renew_every{400};
    Milliseconds valid_for{2'200};   ///< Since the last renewal that succeeded was sent.
    Milliseconds free_after{2'400};  ///< Seen unchanged for so long, another's lease is over.
    Milliseconds look_every{150};    ///< While another holds it.
};

/// What becomes of a lease. All are needed; they are called on the loop.
struct LeaseEvents {
    /// A term begins. Terms of one account and role never have the same number.
    std::function<void(std::uint64_t epoch)> won;
    std::function<void(std::string_view why)> lost;
    std::function<bool()> is_armed;  ///< Shown in the entry, for whoever looks.
};

/// At most one active holder per account and role, by compare-and-set of one entry in the bucket
/// LEASES. It only decides who tries: a holder that was paused notices late that it is none any
/// more, so whatever must never happen twice needs a fence of its own.
class Lease {
  public:
    /// Borrows connection and clock.
    Lease(
        bus::Connection& connection,
        const Clock& clock,
        Candidate candidate,
        LeaseEvents events,
        LeaseTimes times = {}
    );
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    /// Takes it, renews it, loses it and takes it again, until it is cancelled. While NATS is away
    /// it waits.
    Task<void> run();

    /// Right now, by the clock that never jumps: also true to a process that was paused. To be
    /// asked before each outward effect.
    bool holds() const;
    /// Of the term that is held, or was held last.
    std::uint64_t epoch() const { return mine_.epoch; }

    /// As if it were lost: the fence said that another one is active.
    void give_up(std::string_view why);

    /// The orderly end: lets the next one in at once, and takes it no more. Nobody is told `lost`.
    Task<void> release(Milliseconds limit);

    struct View {
        std::string holder;  ///< Empty: nobody was seen yet.
        std::uint64_t epoch = 0;
        std::string last_trouble;  ///< Why it could not be read or written, if so.
    };
    /// What was seen last, for /state.
    const View& view() const { return view_; }

  private:
    Milliseconds pause() const;
    Task<void> look_and_take();
    Task<void> take(std::optional<messages::Lease> before, bus::Revision revision);
    Task<void> renew();
    Task<bool> read_again();
    void see(const std::optional<messages::Lease>& lease, bus::Revision revision);
    bool is_free(const std::optional<messages::Lease>& lease) const;
    std::string key() const;
    std::string text(Milliseconds valid_for);

    bus::KeyValue bucket_;
    const Clock& clock_;
    Candidate candidate_;
    LeaseEvents events_;
    LeaseTimes times_;

    bool is_held_ = false;
    bool is_closed_ = false;
    bool is_in_doubt_ = false;  // A renewal has no known outcome.
    Tick renewed_at_{};         // When the last good renewal was sent.
    bus::Revision revision_ = 0;
    messages::Lease mine_;

    std::optional<bus::Revision> seen_revision_;  // Another's, or nobody's: 0.
    Tick seen_since_{};
    View view_;
};

}  // namespace unrip::presence

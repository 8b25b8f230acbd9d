#pragma once

#include "desk.hpp"
#include "messages/service_control.hpp"
#include "net/event.hpp"
#include "presence/lease.hpp"
#include "promises.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace unrip::presence {
class Announcer;
}  // namespace unrip::presence

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::strategy_engine {

/// One term after the other: the lease is won, the record of promises is taken over, and what
/// happened to them since it was written is looked up; until the lease is lost.
class Term {
  public:
    /// Borrows all of them.
    Term(
        runtime::Service& service,
        bus::Connection& bus,
        Desk& desk,
        Promises& promises,
        SlotNotes& notes,
        presence::Announcer& announcer,
        const std::string& account_id
    );

    /// Runs until it is cancelled.
    Task<void> run();

    bool still_active();
    void fenced(const std::string& why);

    /// Closes what nothing stands on, writes what is really outstanding, and lets the next one in.
    Task<void> end(Milliseconds limit);

    const presence::Lease& lease() const { return lease_; }
    /// The record was read, and the engine stands on it.
    bool is_on_record() const { return is_on_record_; }
    std::optional<Instant> opening_held_until() const { return held_until_; }

  private:
    Task<void> keep_terms();
    Task<void> begin();
    void begin_on_record();
    void watch_without_record(std::uint64_t epoch);
    Task<void> look_up_what_happened();
    Task<void> look_up_withdrawals();
    Task<void> look_up_settlements();
    void hold_opening();
    void won(std::uint64_t epoch);
    void lost(std::string_view why);
    void announce(messages::ControlKind kind, std::uint64_t epoch, std::string_view why);
    void raise_no_record(Promises::TakeOver outcome);

    runtime::Service& service_;
    bus::Connection& bus_;
    Desk& desk_;
    Promises& promises_;
    SlotNotes& notes_;
    presence::Announcer& announcer_;
    presence::Lease lease_;
    net::Event changed_;
    std::shared_ptr<void> on_reconnect_;
    bool is_on_record_ = false;
    bool has_to_look_up_ = false;
    std::optional<std::uint64_t> watching_epoch_;
    std::optional<Instant> held_until_;
};

}  // namespace unrip::strategy_engine

#include "term.hpp"

#include "net/race.hpp"
#include "net/sleep.hpp"
#include "presence/announcer.hpp"
#include "runtime/arming.hpp"
#include "runtime/fault_point.hpp"
#include "runtime/log.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"
#include "wire/slots.hpp"

#include <utility>

namespace unrip::strategy_engine {
namespace {

constexpr Milliseconds kLookAgain{500};
constexpr auto kNoRecord = "no_record_of_promises";

}  // namespace

Term::Term(
    runtime::Service& service,
    bus::Connection& bus,
    Desk& desk,
    Promises& promises,
    SlotNotes& notes,
    presence::Announcer& announcer,
    const std::string& account_id
)
    : service_{service},
      bus_{bus},
      desk_{desk},
      promises_{promises},
      notes_{notes},
      announcer_{announcer},
      lease_{
          bus,
          service.clock(),
          presence::Candidate{account_id, messages::LeaseRole::strategy, service.instance()},
          presence::LeaseEvents{
              .won = [this](std::uint64_t epoch) { won(epoch); },
              .lost = [this](std::string_view why) { lost(why); },
              .is_armed = [this] { return service_.arming().armed(); }}},
      changed_{service.executor()} {
    on_reconnect_ = bus.on_change([this] {
        if (!bus_.is_connected() || !is_on_record_) return;
        hold_opening();
        has_to_look_up_ = true;
        changed_.set();
    });
}

Task<void> Term::run() {
    co_await net::first_to_end(lease_.run(), keep_terms());
}

Task<void> Term::keep_terms() {
    while (true) {
        co_await changed_.wait();
        while (lease_.holds() && !is_on_record_)
            co_await begin();
        if (std::exchange(has_to_look_up_, false)) co_await look_up_what_happened();
    }
}

void Term::won(std::uint64_t epoch) {
    runtime::fault_point("strategy.lease_taken");
    service_.log().info("lease_taken", {{"epoch", epoch}});
    changed_.set();
}

void Term::lost(std::string_view why) {
    service_.log().warn("lease_lost", {{"why", why}});
    const auto epoch = desk_.engine().world().epoch;
    const bool was_active = desk_.engine().world().is_active;
    is_on_record_ = false;
    has_to_look_up_ = false;
    watching_epoch_.reset();
    promises_.end_term();
    desk_.tell(strategy::LeaseChanged{false, epoch});
    if (was_active) announce(messages::ControlKind::lease_lost, epoch, why);
}

void Term::fenced(const std::string& why) {
    lease_.give_up(why);
}

bool Term::still_active() {
    if (!lease_.holds()) lease_.give_up("it could have expired");
    return lease_.holds();
}

void Term::announce(messages::ControlKind kind, std::uint64_t epoch, std::string_view why) {
    messages::ServiceControl control;
    control.kind = kind;
    control.actor = service_.name();
    if (!why.empty()) control.reason = std::string{why};
    control.epoch = epoch;
    announcer_.control(std::move(control));
}

Task<void> Term::begin() {
    const auto lease_epoch = lease_.epoch();
    const auto outcome = co_await promises_.take_over(lease_epoch);
    if (!lease_.holds() || lease_.epoch() != lease_epoch) co_return;
    switch (outcome) {
        case Promises::TakeOver::done:
            begin_on_record();
            co_await look_up_what_happened();
            co_return;
        case Promises::TakeOver::absent:
        case Promises::TakeOver::unreadable:
            raise_no_record(outcome);
            watch_without_record(lease_epoch);
            break;
        case Promises::TakeOver::fenced:
        case Promises::TakeOver::unavailable:
            service_.state().remember_error("COMMITMENTS", promises_.last_trouble());
            break;
    }
    co_await net::sleep_for(kLookAgain);
}

void Term::begin_on_record() {
    const auto& record = promises_.record();
    announcer_.clear(kNoRecord);
    notes_.begin_term();
    promises_.begin_term();
    desk_.tell(strategy::LeaseChanged{true, record.epoch});
    announce(messages::ControlKind::lease_taken, record.epoch, "");
    hold_opening();

    messages::Slots note;
    note.is_record = true;
    note.opened = record.batches;
    note.withheld = record.withheld;
    auto restored =
        wire::restored_of(notes_.next_id(), record.batches, record.withheld, record.count_height);
    if (!restored) {
        presence::Trouble trouble;
        trouble.name = kNoRecord;
        trouble.key = kNoRecord;
        trouble.severity = messages::AlertSeverity::critical;
        trouble.summary = "COMMITMENTS can't be used: " + restored.error().detail +
                          ": nothing is quoted without it.";
        trouble.fix = "A person must look at the entry of the bucket COMMITMENTS.";
        announcer_.raise(trouble);
        is_on_record_ = true;  // Reading it again changes nothing; without it nothing is opened.
        return;
    }
    notes_.say(std::move(note), promises_.revision());
    is_on_record_ = true;
    desk_.tell(std::move(*restored));
    service_.log().info(
        "term_begun", {{"epoch", record.epoch}, {"batches_standing", record.batches.size()}}
    );
}

/// Without the record nothing is promised; but what would be quoted can be watched all the same.
void Term::watch_without_record(std::uint64_t epoch) {
    if (watching_epoch_ == epoch) return;
    watching_epoch_ = epoch;
    notes_.begin_term();
    desk_.tell(strategy::LeaseChanged{true, epoch});
    announce(messages::ControlKind::lease_taken, epoch, "watching only: no record of promises");
}

void Term::raise_no_record(Promises::TakeOver outcome) {
    presence::Trouble trouble;
    trouble.name = kNoRecord;
    trouble.key = kNoRecord;
    trouble.severity = messages::AlertSeverity::critical;
    trouble.summary = promises_.last_trouble() + ": nothing is quoted without it.";
    trouble.fix = outcome == Promises::TakeOver::absent
                      ? "If this account never promised anything, or all its promises have ended: "
                        "run unrip-streams with NEAR_INTENTS_ACCOUNT_ID."
                      : "A person must look at the entry of the bucket COMMITMENTS.";
    announcer_.raise(trouble);
}

/// A server that can't sync may have forgotten what it acknowledged, and nothing tells whether it
/// was restarted: so after each time it was out of sight the longest nonce lifetime has to pass.
void Term::hold_opening() {
    if (bus_.status().durability.settling_time()) return;
    held_until_ = service_.clock().now() + promises_.nonce_lifetime_max();
    desk_.tell(strategy::OpeningHeld{*held_until_});
    service_.log().warn(
        "opening_held",
        {{"until_ms", to_unix_ms(*held_until_)}, {"why", "NATS does not sync (NATS_SYNC)"}}
    );
}

Task<void> Term::end(Milliseconds limit) {
    if (is_on_record_ && lease_.holds()) {
        desk_.tell(strategy::Stopping{});
        const bool is_written = co_await promises_.finish(limit);
        if (!is_written) service_.log().warn("promises_not_written_back");
    }
    promises_.end_term();
    co_await lease_.release(limit);
}

}  // namespace unrip::strategy_engine

#include "presence/lease.hpp"

#include "net/sleep.hpp"

#include <algorithm>
#include <utility>

namespace unrip::presence {
namespace {

constexpr Milliseconds kCallLimit{800};
constexpr Milliseconds kAgainAfter{100};

/// A holder that leaves in good order says so by a lease that ends when it was renewed.
bool is_released(const messages::Lease& lease) {
    return lease.expires_at_ms <= lease.renewed_at_ms;
}

}  // namespace

Lease::Lease(
    bus::Connection& connection,
    const Clock& clock,
    Candidate candidate,
    LeaseEvents events,
    LeaseTimes times
)
    : bucket_{connection, "LEASES"},
      clock_{clock},
      candidate_{std::move(candidate)},
      events_{std::move(events)},
      times_{times} {
    mine_.account_id = candidate_.account_id;
    mine_.role = candidate_.role;
    mine_.holder = candidate_.instance;
}

std::string Lease::key() const {
    return candidate_.account_id + "/" + std::string{messages::to_text(candidate_.role)};
}

bool Lease::holds() const {
    return is_held_ && clock_.tick() - renewed_at_ < times_.valid_for;
}

Task<void> Lease::run() {
    while (true) {
        if (is_held_ && !holds()) give_up("it was not renewed in time");
        if (is_held_) {
            co_await renew();
        } else if (!is_closed_) {
            co_await look_and_take();
        }
        co_await net::sleep_for(pause());
    }
}

Milliseconds Lease::pause() const {
    if (!is_held_) return times_.look_every;
    return is_in_doubt_ || !holds() ? kAgainAfter : times_.renew_every;
}

Task<void> Lease::look_and_take() {
    const auto entry = co_await bucket_.get(key(), kCallLimit);
    if (!entry) {
        view_.last_trouble = entry.error().detail;
        co_return;
    }
    std::optional<messages::Lease> lease;
    if (*entry) {
        auto read = messages::decode_document<messages::Lease>((*entry)->value);
        if (!read) {
            view_.last_trouble = "LEASES " + key() + ": " + read.error().detail;
            co_return;
        }
        lease = std::move(*read);
    }
    const bus::Revision revision = *entry ? (*entry)->revision : 0;
    see(lease, revision);
    if (is_free(lease)) co_await take(std::move(lease), revision);
}

void Lease::see(const std::optional<messages::Lease>& lease, bus::Revision revision) {
    view_.last_trouble.clear();
    view_.holder = lease ? lease->holder : std::string{};
    view_.epoch = lease ? lease->epoch : 0;
    if (seen_revision_ == revision) return;
    seen_revision_ = revision;
    seen_since_ = clock_.tick();
}

/// Another's clock is not ours, so its times are not compared with ours: only how long we ourselves
/// have seen nothing new counts.
bool Lease::is_free(const std::optional<messages::Lease>& lease) const {
    if (!lease || is_released(*lease)) return true;
    return clock_.tick() - seen_since_ >= times_.free_after;
}

std::string Lease::text(Milliseconds valid_for) {
    const auto now = clock_.now();
    mine_.renewed_at_ms = to_unix_ms(now);
    mine_.expires_at_ms = to_unix_ms(now + valid_for);
    mine_.is_armed = events_.is_armed();
    return messages::encode_document(mine_);
}

Task<void> Lease::take(std::optional<messages::Lease> before, bus::Revision revision) {
    const auto sent_at = clock_.tick();
    mine_.epoch = (before ? before->epoch : 0) + 1;
    mine_.taken_at_ms = to_unix_ms(clock_.now());
    auto value = text(times_.valid_for);
    const auto name = key();
    Result<bus::Revision> taken{revision};
    if (before) {
        taken = co_await bucket_.update(name, std::move(value), revision, kCallLimit);
    } else {
        taken = co_await bucket_.create(name, std::move(value), kCallLimit);
    }
    if (!taken) {
        // Refused: somebody was faster. Otherwise it may be ours all the same, and is then free
        // again when it has been seen unchanged for long enough.
        view_.last_trouble = taken.error().detail;
        co_return;
    }
    if (is_closed_ || clock_.tick() - sent_at >= times_.valid_for) co_return;
    revision_ = *taken;
    renewed_at_ = sent_at;
    is_held_ = true;
    is_in_doubt_ = false;
    view_ = View{candidate_.instance, mine_.epoch, {}};
    events_.won(mine_.epoch);
}

Task<void> Lease::renew() {
    if (is_in_doubt_) {
        const bool is_mine = co_await read_again();
        if (!is_mine) co_return;
    }
    const auto sent_at = clock_.tick();
    const auto left = std::chrono::floor<Milliseconds>(times_.valid_for - (sent_at - renewed_at_));
    if (left <= Milliseconds{0}) co_return;
    auto value = text(times_.valid_for);
    const auto renewed =
        co_await bucket_.update(key(), std::move(value), revision_, std::min(kCallLimit, left));
    if (!is_held_) co_return;  // Given up meanwhile.
    if (renewed) {
        revision_ = *renewed;
        renewed_at_ = sent_at;
        is_in_doubt_ = false;
        view_.last_trouble.clear();
        co_return;
    }
    view_.last_trouble = renewed.error().detail;
    is_in_doubt_ = true;
    // A refusal may also be the echo of a renewal of ours that seemed to fail: look before leaving.
    if (renewed.error().kind == Error::Kind::refused) co_await read_again();
}

/// Whether the entry is still ours; if so, with which revision.
Task<bool> Lease::read_again() {
    const auto entry = co_await bucket_.get(key(), kCallLimit);
    if (!is_held_) co_return false;
    if (!entry) {
        view_.last_trouble = entry.error().detail;
        co_return false;
    }
    const auto read = *entry ? messages::decode_document<messages::Lease>((*entry)->value)
                             : Result<messages::Lease>{fail(Error::Kind::refused, "it is gone")};
    const bool is_mine = read && read->holder == mine_.holder && read->epoch == mine_.epoch;
    if (!is_mine) {
        give_up(read ? "now " + read->holder + " holds it" : read.error().detail);
        co_return false;
    }
    revision_ = (*entry)->revision;
    is_in_doubt_ = false;
    co_return true;
}

void Lease::give_up(std::string_view why) {
    if (!is_held_) return;
    is_held_ = false;
    // Whoever is next, we too, first has to see it unchanged for a while.
    seen_revision_.reset();
    events_.lost(why);
}

Task<void> Lease::release(Milliseconds limit) {
    is_closed_ = true;
    if (!is_held_) co_return;
    // A renewal may be under way: then the first attempt is refused, and the second knows of it.
    for (int attempt = 0; attempt < 2 && is_held_; ++attempt) {
        auto value = text(Milliseconds{0});
        const auto released = co_await bucket_.update(key(), std::move(value), revision_, limit);
        if (released) break;
        view_.last_trouble = released.error().detail;
        co_await read_again();
    }
    is_held_ = false;
}

}  // namespace unrip::presence

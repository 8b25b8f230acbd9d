#include "bus/publish_queue.hpp"

#include "bus/jetstream_api.hpp"
#include "bus/requests.hpp"

#include <algorithm>
#include <utility>

namespace unrip::bus {
namespace {

constexpr int kNobodyListens = 503;

/// The sequence number that a stream gave the message, if it took it.
std::optional<std::uint64_t> sequence_in(const ApiAnswer& answer) {
    const auto seq = answer.body.find("seq");
    const bool is_there = seq != answer.body.end() && seq->is_number_unsigned();
    return is_there ? std::optional{seq->get<std::uint64_t>()} : std::nullopt;
}

bool is_duplicate(const ApiAnswer& answer) {
    const auto flag = answer.body.find("duplicate");
    return flag != answer.body.end() && flag->is_boolean() && flag->get<bool>();
}

}  // namespace

PublishQueue::PublishQueue(
    Connection& connection, const Clock& clock, TrackedPublisherSettings settings
)
    : connection_{connection},
      clock_{clock},
      settings_{settings},
      inbox_{connection.fresh_inbox("ack")},
      beat_{connection.executor()} {}

void PublishQueue::start() {
    const std::weak_ptr<PublishQueue> weak = weak_from_this();
    // An acknowledgement that finds no room is asked for again by the repeat.
    const Inflow inflow{2 * settings_.in_flight_max, net::Overflow::refuse_newest};
    answers_ = connection_.subscribe(inbox_ + ".*", inflow, [weak](const Incoming& incoming) {
        if (const auto queue = weak.lock()) queue->arrived(incoming);
    });
    listener_ = connection_.on_change([weak] {
        if (const auto queue = weak.lock()) queue->connection_changed();
    });
    schedule_beat();
}

void PublishQueue::end() {
    has_ended_ = true;
    beat_.cancel();
    answers_ = Subscription{};
    listener_.reset();
    const Failure gone = fail(Error::Kind::unavailable, "the publisher was given up");
    for (auto& [number, entry] : entries_) {
        for (const auto& waiter : entry.waiters)
            waiter->give(gone);
    }
    for (const auto& waiter : std::exchange(when_empty_, {}))
        waiter->give(gone);
}

Result<PublishQueue::Number> PublishQueue::take(Publication publication) {
    const auto known = by_id_.find(publication.id.text());
    if (known != by_id_.end()) return known->second;
    if (entries_.size() >= settings_.unacked_max) {
        ++stats_.turned_away;
        auto detail = publication.subject + ": too many messages are unacknowledged";
        return fail(Error::Kind::refused, std::move(detail));
    }
    Entry entry;
    entry.id = publication.id.text();
    entry.expires_at = publication.expires_at;
    entry.taken_at = clock_.tick();
    entry.patience = settings_.repeat_after;
    entry.outgoing.subject = std::move(publication.subject);
    entry.outgoing.body = std::move(publication.body);
    entry.outgoing.urgency = publication.urgency;
    entry.outgoing.headers.emplace_back("Nats-Msg-Id", entry.id);
    if (has_expired(entry)) {
        return fail(Error::Kind::refused, entry.outgoing.subject + ": it has expired already");
    }
    const auto number = ++last_number_;
    by_id_.emplace(entry.id, number);
    entries_.emplace(number, std::move(entry));
    to_send_.insert(number);
    ++stats_.published;
    pump();
    return number;
}

bool PublishQueue::has_expired(const Entry& entry) const {
    return entry.expires_at && clock_.now() >= *entry.expires_at;
}

void PublishQueue::set_phase(Number number, Entry& entry, Phase phase) {
    if (entry.phase == Phase::sent) --in_flight_;
    if (entry.phase == Phase::to_send) to_send_.erase(number);
    entry.phase = phase;
    if (phase == Phase::sent) ++in_flight_;
    if (phase == Phase::to_send) to_send_.insert(number);
}

void PublishQueue::pump() {
    while (!to_send_.empty() && in_flight_ < settings_.in_flight_max) {
        const auto entry = entries_.find(*to_send_.begin());
        if (has_expired(entry->second)) {
            lose(entry, Error{Error::Kind::refused, "it expired before a stream took it"});
        } else if (!send(entry->first, entry->second)) {
            return;
        }
    }
}

/// False when nothing can be sent now.
bool PublishQueue::send(Number number, Entry& entry) {
    const auto reply_to = inbox_ + "." + std::to_string(number);
    const auto sent = connection_.publish_asking(entry.outgoing, reply_to);
    if (!sent && sent.error().kind == Error::Kind::unavailable) return false;
    if (!sent) {
        lose(entries_.find(number), sent.error());
        return true;
    }
    if (entry.was_sent) {
        ++stats_.repeated;
        entry.patience = std::min(2 * entry.patience, settings_.repeat_after_max);
    }
    entry.was_sent = true;
    entry.due = clock_.tick() + entry.patience;
    set_phase(number, entry, Phase::sent);
    return true;
}

void PublishQueue::arrived(const Incoming& incoming) {
    const auto found = entries_.find(number_at_end(incoming.subject));
    if (found == entries_.end()) return;  // Of an earlier sending of what is acknowledged by now.
    auto& entry = found->second;
    if (incoming.status == kNobodyListens) return refuse(entry, "no stream takes this subject");
    const auto answer = read_api_answer(incoming.body);
    if (!answer) return refuse(entry, answer.error().detail);
    if (answer->error_code == api_error::kMessageTooLarge) {
        return lose(found, Error{Error::Kind::refused, answer->error});
    }
    if (answer->is_error()) return refuse(entry, answer->error);
    const auto sequence = sequence_in(*answer);
    if (!sequence) return refuse(entry, "an answer without a sequence number");
    ++stats_.acked;
    if (is_duplicate(*answer)) ++stats_.duplicates;
    finish(found, *sequence);
    pump();
}

void PublishQueue::refuse(Entry& entry, std::string why) {
    ++stats_.refused;
    entry.refusal = std::move(why);
    stats_.last_refusal = entry.outgoing.subject + ": " + entry.refusal;
    set_phase(by_id_.at(entry.id), entry, Phase::refused);
    entry.due = clock_.tick() + entry.patience;
    pump();
}

void PublishQueue::finish(Entries::iterator entry, const Result<std::uint64_t>& outcome) {
    const auto waiters = std::move(entry->second.waiters);
    if (entry->second.phase == Phase::sent) --in_flight_;
    to_send_.erase(entry->first);
    by_id_.erase(entry->second.id);
    entries_.erase(entry);
    for (const auto& waiter : waiters)
        waiter->give(outcome);
    if (!entries_.empty()) return;
    for (const auto& waiter : std::exchange(when_empty_, {}))
        waiter->give(true);
}

void PublishQueue::lose(Entries::iterator entry, Error why) {
    ++stats_.lost;
    why.detail = entry->second.outgoing.subject + ": " + why.detail;
    stats_.last_refusal = why.detail;
    finish(entry, Failure{std::move(why)});
}

Error PublishQueue::give_up(Number number) {
    const auto entry = entries_.find(number);
    if (entry == entries_.end()) return Error{Error::Kind::timed_out, stats_.last_refusal};
    // The last word was a no: then it is known that nothing was stored.
    auto why = entry->second.phase == Phase::refused
                   ? Error{Error::Kind::refused, entry->second.refusal}
                   : Error{Error::Kind::timed_out, "given up without an answer"};
    lose(entry, why);
    return why;
}

std::shared_ptr<PublishQueue::Acked> PublishQueue::wait_for(Number number) {
    auto waiter = std::make_shared<Acked>(connection_.executor());
    const auto entry = entries_.find(number);
    if (entry == entries_.end()) {
        waiter->give(fail(Error::Kind::refused, stats_.last_refusal));  // Lost while being sent.
    } else {
        entry->second.waiters.push_back(waiter);
    }
    return waiter;
}

std::shared_ptr<Answer<bool>> PublishQueue::wait_until_empty() {
    auto waiter = std::make_shared<Answer<bool>>(connection_.executor());
    if (entries_.empty()) {
        waiter->give(true);
    } else {
        when_empty_.push_back(waiter);
    }
    return waiter;
}

void PublishQueue::connection_changed() {
    // No answer comes over a connection that broke: all of it goes out again, in order.
    for (auto& [number, entry] : entries_) {
        if (entry.phase != Phase::to_send) set_phase(number, entry, Phase::to_send);
    }
    pump();
}

void PublishQueue::schedule_beat() {
    const auto beat = std::max(settings_.repeat_after / 4, Milliseconds{10});
    beat_.expires_after(beat);
    beat_.async_wait([weak = weak_from_this()](const boost::system::error_code& ended) {
        const auto queue = weak.lock();
        if (ended || !queue || queue->has_ended_) return;
        queue->beat();
        queue->schedule_beat();
    });
}

void PublishQueue::beat() {
    const auto now = clock_.tick();
    for (auto next = entries_.begin(); next != entries_.end();) {
        const auto entry = next++;
        if (has_expired(entry->second)) {
            lose(entry, Error{Error::Kind::refused, "it expired before a stream took it"});
        } else if (entry->second.phase != Phase::to_send && now >= entry->second.due) {
            set_phase(entry->first, entry->second, Phase::to_send);
        }
    }
    pump();
}

PublishStats PublishQueue::stats() const {
    auto stats = stats_;
    stats.unacked = entries_.size();
    if (!entries_.empty()) {
        const auto age = clock_.tick() - entries_.begin()->second.taken_at;
        stats.oldest_unacked_age = std::chrono::floor<Milliseconds>(age);
    }
    return stats;
}

}  // namespace unrip::bus

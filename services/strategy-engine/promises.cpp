#include "promises.hpp"

#include "net/sleep.hpp"
#include "runtime/fault_point.hpp"
#include "wire/slots.hpp"

#include <algorithm>
#include <utility>

namespace unrip::strategy_engine {
namespace {

constexpr Milliseconds kCallLimit{2'000};
constexpr Milliseconds kAgainAfter{200};
constexpr Milliseconds kLookAgain{10};

}  // namespace

Promises::Promises(
    bus::Connection& bus,
    const Clock& clock,
    const strategy::Engine& engine,
    SlotNotes& notes,
    std::string account_id,
    std::string instance,
    PromiseEvents events
)
    : bus_{bus},
      clock_{clock},
      engine_{engine},
      notes_{notes},
      bucket_{bus, "COMMITMENTS"},
      account_id_{std::move(account_id)},
      instance_{std::move(instance)},
      events_{std::move(events)},
      wished_{bus.executor()},
      acknowledged_{bus.executor()} {}

void Promises::begin_term() {
    is_in_term_ = true;
    batches_named_ = 0;
    described_.clear();
    for (const auto& batch : entry_.batches)
        described_.emplace(batch.batch, batch);
}

void Promises::end_term() {
    is_in_term_ = false;
    ++term_;
    wishes_.clear();
    settling_.clear();
    untold_.clear();
    rooms_said_.clear();
    is_untidy_ = false;
}

void Promises::open(const strategy::OpenBatch& asked) {
    auto name = std::to_string(entry_.epoch) + "-" + std::to_string(++batches_named_);
    Wish wish;
    wish.kind = Wish::Kind::open;
    wish.request = asked.request;
    wish.batch = wire::batch_of(asked, std::move(name), near::random_seed(), clock_.now());
    wish_for(std::move(wish));
}

void Promises::close(const strategy::CloseUnused& asked) {
    Wish wish;
    wish.kind = Wish::Kind::close;
    wish.request = asked.request;
    wish_for(std::move(wish));
}

void Promises::make_room(const strategy::RoomMade& room) {
    Wish wish;
    wish.kind = Wish::Kind::room;
    wish.room = {
        room.action, room.withheld.asset, room.withheld.amount, room.committed, room.counted};
    wish_for(std::move(wish));
}

void Promises::wish_for(Wish wish) {
    if (!is_in_term_) return;
    wishes_.push_back(std::move(wish));
    wished_.set();
}

void Promises::repeat_room(const std::string& action) {
    const auto said = rooms_said_.find(action);
    if (said != rooms_said_.end()) say_room(said->second);
}

/// A note of its own each time: a repeated one is dropped on its way while the first is.
void Promises::say_room(const messages::RoomMade& room) {
    messages::Slots note;
    note.room.push_back(room);
    notes_.say(std::move(note), revision_);
}

Milliseconds Promises::nonce_lifetime_max() const {
    Milliseconds longest{entry_.nonce_lifetime_max_ms};
    for (const auto& pair : engine_.world().policy.pairs)
        longest = std::max(longest, pair.slots.nonce_lifetime);
    return longest;
}

/// The batch as it was opened, with the slots that still stand.
messages::SlotBatch Promises::described(const strategy::SlotBatchFacts& facts) const {
    const auto known = described_.find(facts.batch);
    check(known != described_.end(), "a batch stands that was never written");
    auto batch = known->second;
    batch.standing = wire::ranges_of(facts.standing);
    return batch;
}

/// All that stands, and what the wish adds. What the engine has found dead is left out: it was
/// counted free already.
std::string Promises::next_record(const Wish& wish) {
    const auto& commitments = engine_.commitments();
    entry_.holder = instance_;
    entry_.written_at_ms = to_unix_ms(clock_.now());
    entry_.count_height = commitments.count_height();
    entry_.nonce_lifetime_max_ms = nonce_lifetime_max().count();
    entry_.batches.clear();
    for (const auto& facts : commitments.record())
        entry_.batches.push_back(described(facts));
    for (const auto& batch : untold_)
        entry_.batches.push_back(batch);
    const bool is_new = wish.kind == Wish::Kind::open &&
                        std::none_of(untold_.begin(), untold_.end(), [&](const auto& batch) {
                            return batch.batch == wish.batch.batch;
                        });
    if (is_new) entry_.batches.push_back(wish.batch);
    entry_.withheld = wire::withheld_of(commitments.withheld());
    is_untidy_ = false;

    std::map<std::string, messages::SlotBatch> kept;
    for (const auto& batch : entry_.batches)
        kept.emplace(
            batch.batch, described_.contains(batch.batch) ? described_[batch.batch] : batch
        );
    described_ = std::move(kept);
    return messages::encode_document(entry_);
}

Task<void> Promises::write() {
    while (true) {
        co_await wished_.wait();
        while (is_in_term_ && !wishes_.empty())
            co_await write_next();
    }
}

void Promises::beat() {
    if (is_untidy_ && wishes_.empty()) wish_for({});
}

Task<void> Promises::write_next() {
    const auto term = term_;
    const auto tried = revision_;
    auto value = next_record(wishes_.front());
    const auto revision = co_await bucket_.update(account_id_, std::move(value), tried, kCallLimit);
    if (term != term_) co_return;
    if (!revision) {
        auto error = revision.error();
        co_await look_why_not(std::move(error), tried);
        co_return;
    }
    runtime::fault_point("strategy.promise_written");
    last_trouble_.clear();
    auto wish = std::move(wishes_.front());
    wishes_.pop_front();
    written(std::move(wish), *revision);
}

void Promises::written(Wish wish, bus::Revision revision) {
    revision_ = revision;
    if (wish.kind == Wish::Kind::tidy) return;
    const bool is_again = std::any_of(untold_.begin(), untold_.end(), [&](const auto& batch) {
        return batch.batch == wish.batch.batch;
    });
    if (wish.kind == Wish::Kind::open && !is_again) untold_.push_back(wish.batch);
    wish.acknowledged_at = clock_.tick();
    wish.generation = bus_.generation();
    settling_.push_back(std::move(wish));
    acknowledged_.set();
}

/// A refusal can be the echo of a write of ours that seemed to fail; so before leaving the field to
/// another engine, look whose record it is.
Task<void> Promises::look_why_not(Error error, bus::Revision tried) {
    const auto term = term_;
    last_trouble_ = "COMMITMENTS " + account_id_ + ": " + error.detail;
    events_.not_written(last_trouble_);
    const auto entry = co_await bucket_.get(account_id_, kCallLimit);
    if (term != term_) co_return;
    if (!entry || !*entry) {
        const bool is_gone = entry.has_value();
        if (is_gone) events_.fenced("the entry of COMMITMENTS is gone");
        co_await net::sleep_for(kAgainAfter);
        co_return;
    }
    const auto read = messages::decode_document<messages::Commitments>((*entry)->value);
    const bool is_mine = read && read->holder == instance_ && read->epoch == entry_.epoch;
    if (!is_mine) {
        events_.fenced(
            read ? "COMMITMENTS was written by " + read->holder
                 : "COMMITMENTS was written by another process and can't be read"
        );
        co_return;
    }
    const bool is_content_refused =
        error.kind == Error::Kind::refused && (*entry)->revision == tried;
    revision_ = (*entry)->revision;
    if (is_content_refused) {
        const auto wish = std::move(wishes_.front());
        wishes_.pop_front();
        if (wish.kind == Wish::Kind::open) events_.tell(strategy::BatchRefused{wish.request});
        co_return;
    }
    co_await net::sleep_for(kAgainAfter);
}

std::optional<Milliseconds> Promises::settling_time() const {
    return bus_.status().durability.settling_time();
}

/// In the order in which they were written, each once it has stood for two sync intervals on an
/// unbroken connection. When that broke, the server may have been restarted without it: once more.
Task<void> Promises::settle() {
    while (true) {
        while (settling_.empty())
            co_await acknowledged_.wait();
        const auto until =
            settling_.front().acknowledged_at + settling_time().value_or(Milliseconds{0});
        const auto left = until - clock_.tick();
        if (left > Nanoseconds{0}) {
            co_await net::sleep_for(left);
            continue;  // The term may have ended meanwhile, and another wish may be first.
        }
        auto wish = std::move(settling_.front());
        settling_.pop_front();
        if (wish.generation == bus_.generation()) {
            settled(std::move(wish));
        } else {
            wish_for(std::move(wish));
        }
    }
}

/// It is said first, so that who hears of a quote has heard of its slot.
void Promises::settled(Wish wish) {
    if (wish.kind == Wish::Kind::tidy) return;
    if (wish.kind == Wish::Kind::room) {
        // Where the server can't sync, an obligation can't rest on the record.
        if (!settling_time()) return;
        say_room(wish.room);
        const auto action = wish.room.action_id;
        rooms_said_[action] = std::move(wish.room);
        return;
    }
    messages::Slots note;
    note.request = wish.request;
    if (wish.kind == Wish::Kind::close) {
        const auto said = notes_.say(std::move(note), revision_);
        events_.tell(strategy::ClosingWritten{said.id, wish.request});
        return;
    }
    auto facts = wire::facts_of(wish.batch);
    check(facts.has_value(), "a batch of ours can't be read");
    std::erase_if(untold_, [&](const auto& batch) { return batch.batch == wish.batch.batch; });
    note.opened.push_back(std::move(wish.batch));
    const auto said = notes_.say(std::move(note), revision_);
    events_.tell(strategy::BatchOpened{said.id, wish.request, std::move(*facts)});
}

Task<bool> Promises::finish(Milliseconds limit) {
    const auto end = clock_.tick() + limit;
    if (is_in_term_) wish_for({});
    const auto is_waiting = [&] { return is_in_term_ && !wishes_.empty() && clock_.tick() < end; };
    while (is_waiting()) {
        co_await net::sleep_for(kLookAgain);
    }
    co_return wishes_.empty();
}

}  // namespace unrip::strategy_engine

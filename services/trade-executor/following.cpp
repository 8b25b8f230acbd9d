#include "following.hpp"

#include "bus/typed.hpp"
#include "net/race.hpp"
#include "net/sleep.hpp"
#include "runtime/fault_point.hpp"
#include "runtime/service.hpp"

#include <algorithm>
#include <utility>

namespace unrip::trade_executor {
namespace {

constexpr Milliseconds kLookEvery{100};
constexpr Milliseconds kAgainAfter{300};
constexpr Milliseconds kAgainAfterMax{5'000};
constexpr std::size_t kNoncesAtOnce = 64;
/// A node answers when the transaction has executed, a second or so later: this many times as many
/// settlements a second can be followed.
constexpr std::size_t kTransactionsAtOnce = 12;
/// Before others are asked about: a node is not to be flooded.
constexpr Milliseconds kTurn{1'000};
constexpr Milliseconds kLookAtLanesEvery{50};
/// Five thousand a second, more than ever were signed.
constexpr std::size_t kWordsAtOnce = 100;
constexpr Milliseconds kBetweenWords{20};

/// The books usually tell what expired within a count or two, for all quotes at once; only then is
/// each nonce asked about by itself.
constexpr std::chrono::seconds kBooksFirst{25};
/// Past a nonce's deadline nothing can be executed; the last count that could prove something is
/// waited for.
constexpr std::chrono::minutes kLastCount{2};

}  // namespace

void Following::begin() {
    around_.lanes.doubt_all();
    const auto tick = around_.service.clock().tick();
    for (const auto& hash : around_.memory.follower.with_transaction())
        transactions_.try_emplace(hash, Attempt{tick});
}

void Following::heard_over(const std::string& instance, const std::string& connection_id) {
    if (connections_.add(instance + " " + connection_id)) around_.lanes.doubt_all();
}

void Following::on_status(const messages::Envelope<messages::QuoteStatus>& status) {
    if (!around_.is_active()) return;
    auto& follower = around_.memory.follower;
    if (follower.find(status.body.quote_hash) == nullptr) return;
    const auto matched = follower.matched(status, around_.service.clock().now());
    if (matched) say(*matched);
    const auto* followed = follower.find(status.body.quote_hash);
    if (followed != nullptr && followed->tx_hash()) {
        transactions_.try_emplace(status.body.quote_hash, Attempt{around_.service.clock().tick()});
    }
}

void Following::on_count(const messages::Envelope<messages::IntentInventory>& count) {
    const auto block_time = std::min(time_of(count.body.block), around_.service.clock().now());
    around_.memory.slots.forget_before(block_time - kLastCount);
    if (!may_judge()) return;
    auto& memory = around_.memory;
    const auto sound_since = memory.books.sound_since();
    const auto reading = memory.books.count(count.body, count.id);
    if (reading) say_expired({{*reading, count.id, count.body.block}, sound_since});
}

/// One count may tell the end of thousands of quotes; said all at once they would hold up the next
/// command, and take megabytes until their stream has them.
void Following::say_expired(Proof proof) {
    const auto& [books, sound_since] = proof;
    const auto said = around_.memory.follower.counted(
        books.reading,
        sound_since,
        books.inventory_id,
        books.block,
        around_.service.clock().now(),
        kWordsAtOnce
    );
    if (said.size() == kWordsAtOnce) goes_on_ = std::move(proof);
    say(said);
}

Task<void> Following::say_the_rest() {
    while (true) {
        co_await net::sleep_for(goes_on_ ? kBetweenWords : kLookEvery);
        if (!goes_on_) continue;
        auto proof = *std::exchange(goes_on_, std::nullopt);
        if (around_.is_active()) say_expired(std::move(proof));
    }
}

void Following::say(const Follower::Settlement& settlement) {
    around_.memory.said(settlement);
    around_.observe.settlement(settlement.body);
    if (const auto taken = bus::publish(around_.publisher, settlement); !taken) {
        around_.observe.not_recorded(messages::TradeSettlement::kSubject, taken.error());
    }
    runtime::fault_point("executor.settlement_said");
    using messages::SettlementState;
    const auto state = settlement.body.state;
    if (state == SettlementState::settled || state == SettlementState::failed) around_.on_end();
}

void Following::say(const Follower::Settlements& settlements) {
    for (const auto& settlement : settlements)
        say(settlement);
}

Task<void> Following::run() {
    auto sayers = net::first_to_end(read_in_turn(), say_the_rest());
    auto readers = net::first_to_end(std::move(sayers), read_nonces());
    // Two of them: one slow answer does not stop the watch.
    auto watches = net::first_to_end(watch_lanes(), watch_lanes());
    auto lookers = net::first_to_end(std::move(readers), std::move(watches));
    co_await net::first_to_end(std::move(lookers), read_with(kTransactionsAtOnce));
}

Task<void> Following::read_with(std::size_t readers) {
    if (readers == 1) return read_transactions();
    const auto half = readers / 2;
    return net::first_to_end(read_with(half), read_with(readers - half));
}

/// Looks what there is to be read, and what can't be proven any more.
Task<void> Following::read_in_turn() {
    while (true) {
        co_await net::sleep_for(kLookEvery);
        if (may_judge()) look_for_work();
    }
}

void Following::look_for_work() {
    auto& follower = around_.memory.follower;
    const auto now = around_.service.clock().now();
    const auto tick = around_.service.clock().tick();
    std::erase_if(transactions_, [&](const auto& entry) {
        return !entry.second.is_under_way && follower.find(entry.first) == nullptr;
    });
    const auto asked = follower.doubtful_nonces(doubtful_from_, now - kBooksFirst, kNoncesAtOnce);
    const auto& doubtful = asked.nonces;
    for (const auto& nonce : doubtful)
        nonces_.try_emplace(near::to_text(nonce), Attempt{tick});
    std::erase_if(nonces_, [&](const auto& entry) {
        const auto nonce = near::parse_nonce(entry.first);
        return !entry.second.is_under_way &&
               std::find(doubtful.begin(), doubtful.end(), *nonce) == doubtful.end();
    });
    // Of some nothing is ever proven, such as under a salt that is void: the next get their turn.
    const bool are_all_asked = std::all_of(nonces_.begin(), nonces_.end(), [](const auto& entry) {
        return entry.second.failed > 0 && !entry.second.is_under_way;
    });
    if (are_all_asked && tick >= next_turn_) {
        doubtful_from_ = asked.more_from.value_or(Instant{});
        next_turn_ = tick + kTurn;
    }

    auto& books = around_.memory.books;
    const auto sound_since = books.sound_since();
    if (auto proof = books.look_back()) say_expired({std::move(*proof), sound_since});

    // Judged by the chain's time: a count that is later than the nonce's deadline was heard.
    const auto& count = around_.memory.facts.inventory();
    if (!count) return;
    const auto block_time = std::min(time_of(count->block), now);
    say(follower.give_up(block_time - kLastCount, now));
}

Task<void> Following::read_transactions() {
    while (true) {
        const auto tick = around_.service.clock().tick();
        // Who has waited longest: else those that are asked about again and again, such as what no
        // node knows, would keep the others from their turn.
        const auto due = std::min_element(
            transactions_.begin(),
            transactions_.end(),
            [](const auto& one, const auto& other) {
                return std::pair{one.second.is_under_way, one.second.next} <
                       std::pair{other.second.is_under_way, other.second.next};
            }
        );
        const bool is_any =
            due != transactions_.end() && !due->second.is_under_way && due->second.next <= tick;
        if (!is_any || !may_judge()) {
            co_await net::sleep_for(kLookEvery);
            continue;
        }
        due->second.is_under_way = true;
        co_await read_transaction(due->first);
    }
}

Task<void> Following::read_transaction(QuoteHash hash) {
    const auto* followed = around_.memory.follower.find(hash);
    if (followed == nullptr || !followed->tx_hash()) {
        transactions_.erase(hash);
        co_return;
    }
    const auto tx_hash = *followed->tx_hash();
    const auto nonce = followed->ground->nonce;
    const auto word = co_await around_.chain.transaction(hash, tx_hash, nonce);
    const auto now = around_.service.clock().now();
    auto& attempt = transactions_[hash];
    attempt.is_under_way = false;
    if (!word) {
        around_.observe.trouble("reading a transaction", word.error());
        again_later(attempt);
    } else if (const auto* execution = std::get_if<Execution>(&*word)) {
        transactions_.erase(hash);
        say(around_.memory.follower.executed(hash, *execution, now));
    } else if (const auto* failed = std::get_if<FailedExecution>(&*word)) {
        again_later(attempt);
        const auto settlement = around_.memory.follower.failed(hash, *failed, now);
        if (settlement) say(*settlement);
    } else {
        again_later(attempt);
    }
}

Task<void> Following::read_nonces() {
    while (true) {
        const auto tick = around_.service.clock().tick();
        const auto due = std::find_if(nonces_.begin(), nonces_.end(), [&](auto& entry) {
            return !entry.second.is_under_way && entry.second.next <= tick;
        });
        if (due == nonces_.end() || !may_judge()) {
            co_await net::sleep_for(kLookEvery);
            continue;
        }
        due->second.is_under_way = true;
        const auto nonce = near::parse_nonce(due->first);
        co_await read_nonce(*nonce);
    }
}

Task<void> Following::read_nonce(near::Nonce nonce) {
    const auto word = co_await around_.chain.nonce(nonce);
    auto& attempt = nonces_[near::to_text(nonce)];
    attempt.is_under_way = false;
    again_later(attempt);
    if (!word) {
        around_.observe.trouble("reading a nonce", word.error());
        co_return;
    }
    auto& follower = around_.memory.follower;
    const auto now = around_.service.clock().now();
    say(follower.nonce_read(nonce, word->reading, word->block, now));
    if (word->reading.is_used) found_used(nonce, word->block);
}

/// Lanes go on while their nonce lives, so a lost word about one is found out here.
Task<void> Following::watch_lanes() {
    while (true) {
        std::optional<SlotId> lane;
        if (may_judge()) {
            const auto now = around_.service.clock().now();
            const auto lanes = around_.memory.slots.lanes_in_use(now);
            lane = around_.lanes.next(lanes, around_.service.clock().tick());
        }
        if (lane) {
            co_await look_at_lane(*lane);
        } else {
            co_await net::sleep_for(kLookAtLanesEvery);
        }
    }
}

Task<void> Following::look_at_lane(SlotId lane) {
    const auto slot = around_.memory.slots.find(lane, around_.service.clock().now());
    if (!slot || !around_.memory.follower.follows(slot->nonce)) co_return;
    const auto nonce = slot->nonce;
    const auto used_at = co_await around_.chain.use_of(nonce);
    if (!used_at) {
        around_.observe.trouble("looking at a lane", used_at.error());
        around_.lanes.doubt(lane);
        co_return;
    }
    if (!*used_at) co_return;
    around_.observe.lane_found_used(lane);
    found_used(nonce, **used_at);
}

void Following::found_used(const near::Nonce& nonce, const messages::Block& block) {
    say(around_.memory.follower.nonce_used(nonce, block, around_.service.clock().now()));
}

void Following::again_later(Attempt& attempt) {
    const auto shift = std::min<std::uint32_t>(attempt.failed++, 5);
    const auto pause = std::min(kAgainAfter * (1U << shift), kAgainAfterMax);
    attempt.next = around_.service.clock().tick() + pause;
}

}  // namespace unrip::trade_executor

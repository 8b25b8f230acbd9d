#include "recall.hpp"

#include "bus/stored.hpp"
#include "net/sleep.hpp"
#include "presence/lease.hpp"
#include "runtime/log.hpp"
#include "runtime/service.hpp"

#include <algorithm>

namespace unrip::trade_executor {
namespace {

constexpr Milliseconds kLookEvery{50};
constexpr Milliseconds kAgainAfter{1'000};
constexpr Milliseconds kCallLimit{2'000};
constexpr std::size_t kWaitingMax = 10'000;

/// The longest window of the rolling limits, and then some.
constexpr std::chrono::hours kMemory{25};
/// Read again before the moment until which all was known: clocks and messages under way.
constexpr std::chrono::minutes kOverlap{2};

/// Names of readers hold no dots, spaces or wildcards.
std::string plain(std::string text) {
    for (char& letter : text) {
        const bool is_plain = (letter >= 'a' && letter <= 'z') ||
                              (letter >= 'A' && letter <= 'Z') ||
                              (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
        if (!is_plain) letter = '_';
    }
    return text;
}

}  // namespace

Recall::Recall(
    runtime::Service& service,
    bus::Connection& bus,
    const presence::Lease& lease,
    Memory& memory,
    Observe& observe,
    Told told
)
    : service_{service},
      bus_{bus},
      lease_{lease},
      memory_{memory},
      observe_{observe},
      told_{std::move(told)} {}

Recall::Basis Recall::now() const {
    return {lease_.epoch(), bus_.generation()};
}

bool Recall::is_up_to_date() const {
    return basis_ && *basis_ == now();
}

Task<void> Recall::run() {
    while (true) {
        co_await net::sleep_for(kLookEvery);
        if (!lease_.holds()) continue;
        if (is_up_to_date()) {
            known_until_ = service_.clock().now();
            continue;
        }
        basis_.reset();
        is_gap_ = false;
        const auto basis = now();
        const auto read = co_await read_all();
        if (is_gap_) continue;
        if (!read) {
            last_trouble_ = read.error().detail;
            observe_.trouble("the past", read.error());
            co_await net::sleep_for(kAgainAfter);
            continue;
        }
        last_trouble_.clear();
        for (const auto& slots : std::exchange(waiting_, {}))
            memory_.slots.apply(slots);
        for (const auto& orphan : memory_.commands.take_orphans())
            told_.orphan(orphan);
        memory_.books.restart();
        basis_ = basis;
        known_until_ = service_.clock().now();
        service_.log().info(
            "recalled",
            {{"epoch", basis.epoch},
             {"quotes_followed", memory_.follower.size()},
             {"batches", memory_.slots.batches()}}
        );
        told_.done();
    }
}

void Recall::hear(const messages::Slots& slots) {
    if (is_up_to_date()) return memory_.slots.apply(slots);
    // Whoever only waits for the lease reads them from the stream when he has it.
    if (!lease_.holds()) return waiting_.clear();
    if (waiting_.size() < kWaitingMax) return waiting_.push_back(slots);
    // Too many to wait: what follows them is read again from the start.
    waiting_.clear();
    is_gap_ = true;
}

Task<Result<void>> Recall::read_all() {
    const auto earliest = service_.clock().now() - kMemory;
    const auto since = known_until_ ? std::max(earliest, *known_until_ - kOverlap) : earliest;
    std::function<void(const bus::Delivery&)> hear = [this](const bus::Delivery& it) {
        on_slots(it);
    };
    auto slots = co_await read("TRADES", "decision.slots", since, hear);
    if (!slots) co_return slots;
    hear = [this](const bus::Delivery& it) { on_trade(it); };
    auto trades = co_await read("TRADES", "exec.>", since, hear);
    if (!trades) co_return trades;
    co_await read_facts();
    // What the relay said of quotes that are still open.
    const auto oldest = memory_.follower.oldest_signed();
    if (!oldest) co_return Result<void>{};
    const Instant status_since = std::max<Instant>(since, *oldest - kOverlap);
    hear = [this](const bus::Delivery& it) { on_status(it); };
    co_return co_await read("MARKET", "norm.quote_status", status_since, hear);
}

/// The next count may be a beat away. Older ones than are known already change nothing, and a
/// stream that holds none is no trouble.
Task<void> Recall::read_facts() {
    const auto count =
        co_await bus::last_stored(bus_, "MARKET", "state.intent_inventory", kCallLimit);
    if (count && *count) {
        const auto said = messages::decode<messages::IntentInventory>((*count)->body);
        if (said) memory_.facts.hear(*said, service_.clock().now());
    }
    const auto venue = co_await bus::last_stored(bus_, "MARKET", "state.venue", kCallLimit);
    if (venue && *venue) {
        const auto said = messages::decode<messages::Venue>((*venue)->body);
        if (said) memory_.facts.hear(*said, service_.clock().now());
    }
}

Task<Result<void>> Recall::read(
    std::string stream,
    std::string subject,
    Instant since,
    std::function<void(const bus::Delivery&)> hear
) {
    Past past{std::move(stream), std::move(subject), since};
    auto name = plain(
        "executor-" + service_.instance() + "-" +
        std::to_string(to_unix_ms(service_.clock().now())) + "-" + std::to_string(++readers_)
    );
    return read_past(bus_, std::move(name), std::move(past), std::move(hear));
}

void Recall::on_slots(const bus::Delivery& delivery) {
    if (const auto slots = messages::decode<messages::Slots>(delivery.body)) {
        memory_.slots.apply(slots->body);
    }
}

void Recall::on_trade(const bus::Delivery& delivery) {
    if (delivery.subject == messages::QuoteSigned::kSubject) {
        const auto quote = messages::decode<messages::QuoteSigned>(delivery.body);
        if (quote) memory_.recall(*quote);
    } else if (delivery.subject == messages::TradeResult::kSubject) {
        const auto result = messages::decode<messages::TradeResult>(delivery.body);
        if (result) memory_.recall(*result);
    } else if (delivery.subject == messages::TradeSettlement::kSubject) {
        const auto settlement = messages::decode<messages::TradeSettlement>(delivery.body);
        if (settlement) memory_.recall(*settlement);
    }
}

void Recall::on_status(const bus::Delivery& delivery) {
    if (const auto status = messages::decode<messages::QuoteStatus>(delivery.body)) {
        told_.status(*status);
    }
}

}  // namespace unrip::trade_executor

#include "referring.hpp"

#include "bus/typed.hpp"
#include "net/race.hpp"
#include "net/sleep.hpp"
#include "runtime/arming.hpp"
#include "runtime/service.hpp"

#include <algorithm>

namespace unrip::market_reference_ingest {
namespace {

constexpr Milliseconds kRefreshLimit{6'000};
constexpr Milliseconds kRefreshLook{20};

}  // namespace

Referring::Referring(
    runtime::Service& service,
    bus::TrackedPublisher& publisher,
    presence::Announcer& announcer,
    const Settings& settings
)
    : service_{service},
      publisher_{publisher},
      settings_{settings},
      life_{service.instance() + "-" + std::to_string(to_unix_ms(service.clock().now()))},
      http_{service.executor()},
      observe_{service, announcer, feeds_, pairs_} {
    for (const auto& entry : settings.policy.pairs) {
        QuotedPair pair{
            .name = entry.trading.pair.name(),
            .feeds = {},
            .memory = strategy::ReferenceAgreement{settings.policy.reference.agreement},
            .price = {},
            .told = {}};
        pair.agreed_at = service.clock().tick();
        for (const auto& source : entry.sources) {
            if (settings.markets.contains(source.market)) pair.feeds.push_back(&feed_for(source));
        }
        pairs_.push_back(std::move(pair));
        agree(pairs_.back());
    }
    observe_.begin();
    service.control().route("POST", "/refresh", [this](const runtime::ControlRequest&) {
        return refresh();
    });
}

/// Pairs that look at the same market share its socket.
Feed& Referring::feed_for(const policy::ReferenceSource& source) {
    for (const auto& feed : feeds_) {
        if (feed->source() == source) return *feed;
    }
    const auto* key = settings_.pyth_key ? &*settings_.pyth_key : nullptr;
    const auto place = feeds_.size();
    feeds_.push_back(std::make_unique<Feed>(
        service_.executor(),
        service_.clock(),
        http_,
        source,
        settings_.markets.at(source.market),
        key,
        [this, place] { on_quote(feeds_.at(place).get()); }
    ));
    return *feeds_.back();
}

Task<void> Referring::run() {
    co_await net::first_to_end(listen_from(0), beat());
}

Task<void> Referring::listen_from(std::size_t index) {
    if (index + 1 == feeds_.size()) {
        co_await feeds_[index]->run();
        co_return;
    }
    co_await net::first_to_end(feeds_[index]->run(), listen_from(index + 1));
}

/// Looks this often also when nothing is heard: a price that becomes too old is a change, too.
Task<void> Referring::beat() {
    while (true) {
        co_await net::sleep_for(settings_.policy.reference.publish_interval_min);
        for (auto& pair : pairs_)
            consider(pair);
    }
}

void Referring::on_quote(const Feed* feed) {
    for (auto& pair : pairs_) {
        if (std::find(pair.feeds.begin(), pair.feeds.end(), feed) != pair.feeds.end())
            consider(pair);
    }
}

void Referring::consider(QuotedPair& pair) {
    const auto& pace = settings_.policy.reference;
    const auto since = service_.clock().tick() - pair.told_at;
    if (pair.told && since < pace.publish_interval_min) return;
    agree(pair);
    if (!pair.told || has_moved(*pair.told, pair.price)) {
        tell(pair, messages::PriceTrigger::change);
    } else if (since >= pace.beat) {
        tell(pair, messages::PriceTrigger::beat);
    }
}

void Referring::agree(QuotedPair& pair) {
    std::vector<Reading> readings;
    std::vector<strategy::SourceQuote> quotes;
    for (const auto* feed : pair.feeds) {
        readings.push_back(feed->reading());
        quotes.push_back(quote_of(readings.back()));
    }
    const auto now = service_.clock().now();
    const auto agreement = pair.memory.on(quotes, now);
    const auto sources_min = settings_.policy.reference.agreement.sources_min;
    pair.price = told(agreement, readings, sources_min, now);
    pair.is_jump_held = agreement.is_jump_held;
    if (pair.price.mid) pair.agreed_at = service_.clock().tick();
}

/// It is worthless once the next one is due, so it is not repeated after that: no price of the past
/// may surface when NATS comes back.
void Referring::tell(QuotedPair& pair, messages::PriceTrigger trigger) {
    pair.price.trigger = trigger;
    pair.told = pair.price;
    pair.told_at = service_.clock().tick();
    if (!service_.arming().armed()) return;

    const auto now = service_.clock().now();
    messages::Envelope<messages::MarketPrice> envelope;
    envelope.id =
        MessageId{"px-" + life_ + "-" + pair.name + "-" + std::to_string(++pair.times_told)};
    envelope.source = "market-reference-ingest/" + service_.instance();
    envelope.pair = pair.name;
    envelope.sent_at_ms = to_unix_ms(now);
    envelope.body = pair.price;
    envelope.body.published_ns = to_unix_ns(now);
    const auto expires_at = now + 2 * settings_.policy.reference.beat;
    observe_.told(pair, bus::publish(publisher_, envelope, expires_at));
}

Task<void> Referring::ask_all() {
    std::vector<std::uint64_t> rounds;
    for (const auto& feed : feeds_) {
        rounds.push_back(feed->at_work().stats().rest_rounds);
        feed->ask_now();
    }
    const auto are_done = [&] {
        for (std::size_t index = 0; index < feeds_.size(); ++index) {
            if (feeds_[index]->at_work().stats().rest_rounds == rounds[index]) return false;
        }
        return true;
    };
    const auto until = service_.clock().tick() + kRefreshLimit;
    while (!are_done() && service_.clock().tick() < until)
        co_await net::sleep_for(kRefreshLook);
}

Task<runtime::ControlResponse> Referring::refresh() {
    co_await ask_all();
    for (auto& pair : pairs_) {
        agree(pair);
        tell(pair, messages::PriceTrigger::refresh);
    }
    co_return runtime::ControlResponse::json(observe_.prices());
}

}  // namespace unrip::market_reference_ingest

#include "observe.hpp"

#include "runtime/service.hpp"
#include "runtime/state.hpp"

#include <nlohmann/json.hpp>

namespace unrip::market_reference_ingest {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::seconds kOldIsUnhealthyAfter{30};
constexpr std::chrono::seconds kComplainEvery{10};
constexpr std::size_t kPairsMax = 64;
constexpr std::size_t kSourcesMax = 16;

double seconds(Nanoseconds duration) {
    return std::chrono::duration<double>{duration}.count();
}

std::size_t used(const messages::MarketPrice& price) {
    std::size_t count = 0;
    for (const auto& source : price.sources)
        count += source.use == messages::SourceUse::used ? 1 : 0;
    return count;
}

Json shown(const QuotedPair& pair) {
    auto body = Json::parse(messages::encode_body(pair.price));
    body.erase("trigger");
    body.erase("published_ns");
    Json shown_pair{{"pair", pair.name}};
    shown_pair.update(body);
    shown_pair["is_jump_held"] = pair.is_jump_held;
    shown_pair["times_told"] = pair.times_told;
    return shown_pair;
}

Json problems_of(const venue::PriceSourceStats& stats) {
    Json problems = Json::object();
    for (std::size_t index = 0; index < stats.problems.size(); ++index) {
        if (stats.problems.at(index) == 0) continue;
        problems[std::string{to_text(static_cast<venue::FeedProblem>(index))}] =
            stats.problems.at(index);
    }
    return problems;
}

Json shown(const Feed& feed, Instant now) {
    const auto& at_work = feed.at_work();
    const auto& stats = at_work.stats();
    const auto& socket = at_work.socket();
    const auto reading = feed.reading();
    Json source{
        {"source", policy::to_text(feed.source().market)},
        {"symbols", feed.source().symbols},
        {"verdict", to_text(reading.verdict)},
        {"socket", to_text(socket.state)},
        {"bid", nullptr},
        {"ask", nullptr},
        {"age_ms", nullptr}};
    if (reading.price) {
        source["bid"] = reading.price->bid.to_string();
        source["ask"] = reading.price->ask.to_string();
        const auto quoted_at = reading.price->exchange_time.value_or(reading.price->received_at);
        source["age_ms"] = std::chrono::duration_cast<Milliseconds>(now - quoted_at).count();
        source["over_rest"] = reading.price->is_fetched;
    }
    source["last_frame_at_ms"] =
        socket.last_frame_at ? Json(to_unix_ms(*socket.last_frame_at)) : Json(nullptr);
    source["counts"] = {
        {"quotes", stats.quotes},
        {"heartbeats", stats.heartbeats},
        {"errors", stats.errors},
        {"reconnects", socket.reconnects},
        {"rest_requests", stats.rest_requests},
        {"rest_failures", stats.rest_failures},
        {"out_of_order", at_work.out_of_order()}};
    source["problems"] = problems_of(stats);
    source["last_error"] = stats.last_error.empty() ? socket.last_error : stats.last_error;
    return source;
}

runtime::Label pair_label() {
    return {"pair", {}, kPairsMax};
}

}  // namespace

Observe::Observe(
    runtime::Service& service,
    presence::Announcer& announcer,
    const std::vector<std::unique_ptr<Feed>>& feeds,
    const std::vector<QuotedPair>& pairs
)
    : service_{service},
      announcer_{announcer},
      feeds_{feeds},
      pairs_{pairs},
      complaints_{service.clock(), kComplainEvery},
      told_{service.metrics().counters(
          "reference_prices_told_total",
          "Prices told, by why; lost: the bus did not take it.",
          {"trigger", {"change", "beat", "refresh", "lost"}}
      )},
      withheld_{service.metrics().counters(
          "reference_prices_withheld_total",
          "Times that it was told that there is no price, by why.",
          {"status", {"too_few_sources", "sources_disagree"}}
      )},
      not_used_{service.metrics().counters(
          "reference_sources_not_used_total",
          "Sources left out of a price that was told, by why.",
          {"use", {"outlier", "stale", "frozen", "invalid", "silent"}}
      )} {
    auto& metrics = service.metrics();
    gauges_.emplace(
        "sources",
        metrics.gauges("reference_sources_used", "Sources in the price told last.", pair_label())
    );
    gauges_.emplace(
        "disagreement",
        metrics.gauges(
            "reference_disagreement_ratio",
            "Largest distance of a used source from mid.",
            pair_label()
        )
    );
    gauges_.emplace(
        "age",
        metrics.gauges(
            "reference_price_age_seconds",
            "Age of the oldest source in the price when it was told.",
            pair_label()
        )
    );
    gauges_.emplace(
        "source",
        metrics.gauges(
            "reference_source_good",
            "1 while the source gives prices that can be used.",
            {"source", {}, kSourcesMax}
        )
    );
    metrics.read_counter(
        "reference_reconnects_total",
        "Connections to sources after the first of each.",
        [this] {
            double reconnects = 0;
            for (const auto& feed : feeds_)
                reconnects += static_cast<double>(feed->at_work().socket().reconnects);
            return reconnects;
        }
    );
}

void Observe::begin() {
    for (const auto& pair : pairs_)
        watch(pair);
    for (const auto& feed : feeds_)
        watch(*feed);
    service_.state().show_detail([this] { return detail(); });
}

void Observe::watch(const QuotedPair& pair) {
    service_.health().watch("price " + pair.name, [this, &pair] { return look(pair); });
}

/// One that is away makes nobody unhealthy: that is what the others are for.
void Observe::watch(const Feed& feed) {
    service_.health().watch("source " + feed.name(), [&feed] {
        const auto verdict = feed.at_work().verdict();
        const auto grade =
            verdict == venue::FeedVerdict::good ? runtime::Grade::ok : runtime::Grade::degraded;
        return runtime::Finding{grade, std::string{to_text(verdict)}, std::nullopt};
    });
}

runtime::Finding Observe::look(const QuotedPair& pair) const {
    const auto age = service_.clock().tick() - pair.agreed_at;
    if (pair.price.mid) return {runtime::Grade::ok, "agreed", age};
    const auto grade =
        age > kOldIsUnhealthyAfter ? runtime::Grade::unhealthy : runtime::Grade::degraded;
    auto sentence = "no price: " + std::string{messages::to_text(pair.price.status)} + ", " +
                    std::to_string(used(pair.price)) + " usable of " +
                    std::to_string(pair.price.sources.size());
    if (pair.is_jump_held) sentence += "; a leap waits for confirmation";
    return {grade, std::move(sentence), age};
}

void Observe::told(const QuotedPair& pair, const Result<void>& taken) {
    const auto& price = pair.price;
    told_.with(taken ? messages::to_text(price.trigger) : "lost").add();
    if (!price.mid) withheld_.with(messages::to_text(price.status)).add();
    for (const auto& source : price.sources) {
        if (source.use != messages::SourceUse::used)
            not_used_.with(messages::to_text(source.use)).add();
    }
    for (const auto& feed : feeds_) {
        const bool is_good = feed->at_work().verdict() == venue::FeedVerdict::good;
        gauges_.at("source").with(feed->name()).set(is_good ? 1 : 0);
    }
    gauges_.at("sources").with(pair.name).set(static_cast<double>(used(price)));
    if (price.disagreement_ppm) {
        gauges_.at("disagreement")
            .with(pair.name)
            .set(static_cast<double>(price.disagreement_ppm->millionths()) / 1e6);
    }
    if (price.observed_at_ns) {
        gauges_.at("age").with(pair.name).set(seconds(Nanoseconds{
            price.computed_at_ns - *price.observed_at_ns}));
    }
    judge(pair);
    if (taken) return;
    service_.state().remember_error("ref.market_price", taken.error().detail);
    if (const auto held_back = complaints_.open()) {
        service_.log().warn(
            "price_not_told", {{"why", taken.error().detail}, {"also_held_back", *held_back}}
        );
    }
}

void Observe::judge(const QuotedPair& pair) {
    const auto key = "reference_price_missing/" + pair.name;
    if (pair.price.mid) return announcer_.clear(key);
    if (service_.clock().tick() - pair.agreed_at < kOldIsUnhealthyAfter) return;
    announcer_.raise({
        .name = "reference_price_missing",
        .key = key,
        .severity = messages::AlertSeverity::warning,
        .summary = pair.name + " has had no agreed price for more than 30 s: " +
                   std::string{messages::to_text(pair.price.status)},
        .fix = "GET /state shows each source; REFERENCE_SOURCES switches further ones on",
        .details = {},
    });
}

std::string Observe::prices() const {
    Json prices = Json::array();
    for (const auto& pair : pairs_)
        prices.push_back(shown(pair));
    return Json{{"prices", std::move(prices)}}.dump();
}

std::string Observe::detail() const {
    auto detail = Json::parse(prices());
    auto& sources = detail["sources"] = Json::array();
    const auto now = service_.clock().now();
    for (const auto& feed : feeds_)
        sources.push_back(shown(*feed, now));
    return detail.dump();
}

}  // namespace unrip::market_reference_ingest

#include "valuing.hpp"

#include "bus/typed.hpp"
#include "net/sleep.hpp"
#include "presence/announcer.hpp"
#include "runtime/arming.hpp"
#include "runtime/log.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"
#include "store/sha256.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace unrip::history_writer {
namespace {

constexpr Milliseconds kTryAgain{1'000};
constexpr Milliseconds kLookAgain{50};
// Reading the books anew now and then mends what following could have missed.
constexpr std::chrono::hours kReadAnewAfter{1};
constexpr std::size_t kIdDigits = 32;
// While trades settle several times a second, two counts can come before the word of the settlement
// between them has.
constexpr std::chrono::seconds kOnItsWay{15};

std::vector<std::string> names_of(const std::vector<Pair>& pairs) {
    std::vector<std::string> names;
    names.reserve(pairs.size());
    for (const auto& pair : pairs)
        names.push_back(pair.name());
    return names;
}

std::vector<Pair> pairs_of(const policy::File& policy) {
    std::vector<Pair> pairs;
    for (const auto& entry : policy.pairs)
        pairs.push_back(entry.trading.pair);
    return pairs;
}

std::vector<Token> tokens_of(const policy::File& policy) {
    std::vector<Token> tokens;
    for (const auto& entry : policy.tokens)
        tokens.push_back(entry.token);
    return tokens;
}

std::size_t inserted(const store::BatchReport& report, const std::string& table) {
    const auto found = report.tables.find(table);
    return found == report.tables.end() ? 0 : found->second.inserted;
}

std::string tokens_text(i128 units, unsigned decimals) {
    const auto is_negative = units < 0;
    const auto size = is_negative ? u128{0} - static_cast<u128>(units) : static_cast<u128>(units);
    return (is_negative ? "-" : "") + Amount{size}.to_tokens(decimals);
}

}  // namespace

Valuing::Valuing(
    runtime::Service& service,
    presence::Announcer& announcer,
    bus::TrackedPublisher& publisher,
    store::Database& database,
    const policy::File& policy
)
    : service_{service},
      announcer_{announcer},
      publisher_{publisher},
      database_{database},
      tokens_{tokens_of(policy)},
      pairs_{pairs_of(policy)},
      pair_names_{names_of(pairs_)},
      interval_{policy.portfolio.metrics_interval_min},
      news_{service.executor()} {
    service.health().watch("portfolio", [this] { return look(); });
}

void Valuing::written(const store::BatchReport& report) {
    if (inserted(report, "trade_settlements") > 0) fresh_.settlement = true;
    if (inserted(report, "intent_inventory_snapshots") > 0) fresh_.count = true;
    if (inserted(report, "market_price_events") > 0) fresh_.price = true;
    if (inserted(report, "liquidity_actions") > 0) fresh_.books = true;
    if (fresh_.any()) news_.set();
}

Task<void> Valuing::run() {
    while (true)
        co_await turn();
}

Task<void> Valuing::turn() {
    const auto now = service_.clock().tick();
    const bool anew =
        !ledger_ || fresh_.books || now - books_read_ > kReadAnewAfter || !ledger_->has_baseline();
    const auto taken = std::exchange(fresh_, Fresh{});
    // Two statements: g++ 12 destroys the result of a co_await within ?: twice.
    Result<void> done;
    if (anew) {
        done = co_await read_books();
    } else {
        done = co_await follow();
    }
    if (!done) {
        failed(done.error());
        fresh_.books = fresh_.books || taken.any();
        co_await net::sleep_for(kTryAgain);
        co_return;
    }
    trouble_.clear();
    co_await wait_for_news();
}

/// Until there is something to say: at once for a settlement or a count, else when a price may be
/// followed by another.
Task<void> Valuing::wait_for_news() {
    while (!fresh_.any())
        co_await news_.wait();
    while (!fresh_.urgent() && service_.clock().tick() - said_ < interval_)
        co_await net::sleep_for(kLookAgain);
    co_await net::sleep_for(kLookAgain);  // What settles together is said together.
}

Task<Result<void>> Valuing::read_books() {
    std::function<Result<std::optional<std::string>>(store::Transaction&)> prepare =
        [pairs =
             pair_names_](store::Transaction& transaction) -> Result<std::optional<std::string>> {
        auto account = read_account(transaction);
        if (!account || !*account) return account;
        const auto kept = keep_baseline(transaction, **account, pairs);
        if (!kept) return kept.failure();
        return account;
    };
    auto account = co_await database_.in_transaction(std::move(prepare));
    if (!account) co_return account.failure();
    account_ = std::move(*account);
    if (!account_) co_return Result<void>{};

    std::function<Result<Restored>(store::Transaction&)> read =
        [pairs = pair_names_, of = *account_](store::Transaction& transaction) {
            return restore(transaction, of, pairs);
        };
    auto restored = co_await database_.in_transaction(std::move(read));
    if (!restored) co_return restored.failure();
    cursor_ = std::move(restored->cursor);
    ledger_.emplace(tokens_, pairs_, std::move(restored->rows));
    books_read_ = service_.clock().tick();
    // The first valuation of this process says what the last settlement left; said before, it has
    // the same id and is stored once.
    const auto said = latest_ ? latest_->last_settlement_id : std::nullopt;
    const bool is_settled = said != ledger_->last_settlement();
    say(is_settled ? messages::MetricsTrigger::settlement : messages::MetricsTrigger::count);
    co_return Result<void>{};
}

Task<Result<void>> Valuing::follow() {
    std::function<Result<News>(store::Transaction&)> read =
        [pairs = pair_names_, of = *account_, height = ledger_->height(), from = cursor_](
            store::Transaction& transaction
        ) { return read_news(transaction, of, pairs, height, from); };
    auto news = co_await database_.in_transaction(std::move(read));
    if (!news) co_return news.failure();
    const auto trigger = apply(*news);
    cursor_ = std::move(news->cursor);
    say(trigger);
    co_return Result<void>{};
}

messages::MetricsTrigger Valuing::apply(const News& news) {
    for (const auto& price : news.prices)
        ledger_->price(price);
    for (const auto& fill : news.fills) {
        const auto booked = ledger_->filled(fill);
        if (booked) continue;
        service_.state().remember_error("portfolio", booked.error().detail);
        service_.log().error("fill_not_booked", {{"why", booked.error().detail}});
    }
    for (const auto& count : news.counts)
        ledger_->counted(count);
    if (!news.fills.empty()) return messages::MetricsTrigger::settlement;
    return news.counts.empty() ? messages::MetricsTrigger::price : messages::MetricsTrigger::count;
}

/// Nothing is said twice in a row, and nothing while disarmed.
void Valuing::say(messages::MetricsTrigger trigger) {
    auto metrics = ledger_->metrics(*account_, trigger);
    if (!metrics) return;
    tell_unexplained();
    said_ = service_.clock().tick();
    auto same = latest_;
    if (same) same->trigger = trigger;
    if (same == metrics) return;
    latest_ = std::move(metrics);
    latest_at_ = service_.clock().now();
    if (service_.arming().armed()) publish(*latest_);
}

void Valuing::publish(const messages::PortfolioMetrics& metrics) {
    using messages::MetricsTrigger;
    messages::Envelope<messages::PortfolioMetrics> envelope;
    // The same valuation has the same name: its inputs are all in the body.
    const auto digest = store::sha256_hex(messages::encode_body(metrics));
    envelope.id = MessageId{"pfm-" + digest.substr(0, kIdDigits)};
    envelope.cause = metrics.inventory_id;
    if (metrics.trigger == MetricsTrigger::settlement && metrics.last_settlement_id) {
        envelope.cause = *metrics.last_settlement_id;
    } else if (metrics.trigger == MetricsTrigger::price && !metrics.price_ids.empty()) {
        envelope.cause = metrics.price_ids.front();
    }
    envelope.source = std::string{service_.name()} + "/" + service_.instance();
    envelope.sent_at_ms = to_unix_ms(service_.clock().now());
    envelope.body = metrics;
    const auto taken = bus::publish(publisher_, envelope);
    if (taken) return;
    service_.state().remember_error("state.portfolio_metrics", taken.error().detail);
    service_.log().error("metrics_not_published", {{"why", taken.error().detail}});
}

void Valuing::tell_unexplained() {
    const auto lasting = ledger_->lasting();
    for (const auto& token : tokens_) {
        const auto key = "unexplained/" + token.slug;
        const auto found = std::find_if(lasting.begin(), lasting.end(), [&](const auto& one) {
            return one.token.id == token.id;
        });
        if (found == lasting.end()) {
            unexplained_since_.erase(key);
            announcer_.clear(key);
            continue;
        }
        const auto now = service_.clock().tick();
        const auto since = unexplained_since_.try_emplace(key, now).first->second;
        if (now - since < kOnItsWay) continue;
        const auto much = tokens_text(found->units, token.decimals);
        announcer_.raise(
            {.name = "unexplained_balance",
             .key = key,
             .severity = messages::AlertSeverity::critical,
             .summary = "The count of " + token.symbol + " differs by " + much +
                        " from baseline, fills and known transfers, over two counts.",
             .fix = "Look for a deposit, withdrawal or trade that is not in the history: compare "
                    "/portfolio-metrics with the account's activity on the chain.",
             .details = {{"unexplained_" + token.slug, much}}}
        );
    }
}

void Valuing::failed(const Error& error) {
    if (trouble_ != error.detail) {
        service_.log().warn(
            "portfolio_not_read", {{"kind", to_text(error.kind)}, {"why", error.detail}}
        );
    }
    trouble_ = error.detail;
    service_.state().remember_error("portfolio", error.detail);
}

runtime::Finding Valuing::look() const {
    if (!trouble_.empty()) return {runtime::Grade::degraded, trouble_, std::nullopt};
    if (!latest_) return {runtime::Grade::ok, "nothing was counted yet", std::nullopt};
    return {runtime::Grade::ok, "last valuation", service_.clock().now() - latest_at_};
}

}  // namespace unrip::history_writer

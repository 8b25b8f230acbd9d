#include "counting.hpp"

#include "bus/typed.hpp"
#include "net/both.hpp"
#include "net/race.hpp"
#include "net/sleep.hpp"
#include "runtime/arming.hpp"
#include "runtime/service.hpp"

#include <algorithm>

namespace unrip::inventory_sync {
namespace {

using messages::CountTrigger;

constexpr Milliseconds kSpacing{300};     // Between two counts, whoever asks for them.
constexpr Milliseconds kTooEarly{1'000};  // Until a settlement's block should be final everywhere.
constexpr Milliseconds kRefreshLimit{20'000};
constexpr Milliseconds kRefreshLook{20};
constexpr std::chrono::minutes kEndsKept{10};

std::vector<AssetId> ids_of(const std::vector<policy::TokenEntry>& tokens) {
    std::vector<AssetId> ids;
    for (const auto& entry : tokens)
        ids.push_back(entry.token.id);
    return ids;
}

}  // namespace

Counting::Counting(
    runtime::Service& service,
    bus::Connection& bus,
    bus::TrackedPublisher& publisher,
    presence::Announcer& announcer,
    const Settings& settings
)
    : service_{service},
      publisher_{publisher},
      settings_{settings},
      http_{service.executor()},
      tokens_{ids_of(settings.policy.tokens)},
      hearing_{
          bus,
          announcer,
          settings.account.id,
          [this](const Settlement& settlement) { on_settlement(settlement); }},
      observe_{service, announcer, settings, nodes_, hearing_, seen_},
      wanted_{service.executor()} {
    for (const auto& url : settings.nodes) {
        nodes_.push_back(
            std::make_unique<Node>(http_, service.clock(), url, settings.account.contract)
        );
    }
    observe_.begin();
    service.control().route("POST", "/refresh", [this](const runtime::ControlRequest&) {
        return refresh();
    });
}

Task<void> Counting::run() {
    while (true) {
        co_await count_once();
        co_await wait_for_next();
    }
}

/// Matched is no fact of the chain yet, but the sooner it is looked at the better.
void Counting::on_settlement(const Settlement& settlement) {
    const auto state = settlement.body.state;
    const bool moves =
        state == messages::SettlementState::settled || state == messages::SettlementState::matched;
    if (!moves) return;
    if (settlement.body.block)
        height_wanted_ = std::max(height_wanted_, settlement.body.block->height);
    if (trigger_ != CountTrigger::refresh) trigger_ = CountTrigger::settlement;
    cause_ = settlement.id;
    wanted_.set();
}

Task<void> Counting::wait_for_next() {
    const auto& pace = settings_.policy.inventory;
    co_await net::sleep_for(kSpacing);
    while (trigger_ == CountTrigger::beat) {
        const auto since = service_.clock().tick() - begun_at_;
        const bool too_early = seen_.last_height < height_wanted_;
        const bool ended =
            seen_.count &&
            hearing_.promises.ended_since(
                seen_.count->snapshot.block.time, service_.clock().now(), pace.near_end_within
            );
        if (too_early && since >= kTooEarly) trigger_ = CountTrigger::settlement;
        if (ended && since >= pace.near_end_every) trigger_ = CountTrigger::promises_near_end;
        if (since >= pace.every || trigger_ != CountTrigger::beat) co_return;
        const auto left = std::min<Nanoseconds>(pace.every - since, kSpacing);
        co_await net::first_to_end(net::sleep_for(left), wanted_.wait());
    }
}

Task<void> Counting::count_once() {
    const auto trigger = std::exchange(trigger_, CountTrigger::beat);
    const auto cause = std::exchange(cause_, {});
    begun_at_ = service_.clock().tick();
    ++begun_;
    co_await hearing_.read_commitments();
    const auto counted = co_await count(trigger);
    if (counted) {
        const bool is_news = take(*counted);
        observe_.counted(trigger, service_.clock().tick() - begun_at_);
        if (is_news) {
            const bool with_rules = co_await read_rules();
            tell(with_rules, cause);
        }
    } else {
        seen_.failure = counted.error().detail;
        observe_.failed(counted.error());
    }
    ended_ = begun_;
}

/// The same block a second time says nothing new, and a lower one would take back what was said.
bool Counting::take(const Count& count) {
    const auto height = count.snapshot.block.height;
    seen_.failure.reset();
    seen_.last_height = height;
    if (seen_.count && height <= seen_.count->snapshot.block.height) return false;
    seen_.count = count;
    seen_.risen_at = service_.clock().tick();
    return true;
}

Task<bool> Counting::read_rules() {
    const auto now = service_.clock().now();
    const auto& snapshot = seen_.count->snapshot;
    auto salts = hearing_.promises.earlier_salts(snapshot.salt, now);
    hearing_.promises.forget_before(now - kEndsKept);
    auto rules = co_await nodes_[agreed_node_]->ask_rules(
        settings_.account.id, snapshot.block.hash, std::move(salts)
    );
    if (!rules) {
        observe_.rules_unknown(rules.error());
        co_return false;
    }
    seen_.rules = *std::move(rules);
    co_return true;
}

Task<Result<Count>> Counting::count(CountTrigger trigger) {
    Headers headers(nodes_.size());
    co_await ask_headers_from(0, headers);
    judge_headers(headers);
    const auto counted = seen_.count ? seen_.count->snapshot.block.height : 0;
    const auto floor = std::max(counted, height_wanted_ > 0 ? height_wanted_ - 1 : 0);
    const auto block = choose_block(headers, floor);
    if (!block) co_return fail(Error::Kind::unavailable, "no node answered");

    Snapshots snapshots(nodes_.size());
    co_await ask_snapshots_from(0, snapshots, *block);
    Count result;
    result.trigger = trigger;
    result.observed_at = service_.clock().now();
    result.nodes_asked = static_cast<std::uint32_t>(nodes_.size());
    const auto node = judge_snapshots(snapshots, result);
    if (!node) co_return node.failure();
    agreed_node_ = *node;
    co_return result;
}

Task<void> Counting::ask_headers_from(std::size_t node, Headers& headers) {
    if (node + 1 == nodes_.size()) {
        co_await nodes_[node]->ask_header(headers[node]);
        co_return;
    }
    co_await net::both(
        nodes_[node]->ask_header(headers[node]), ask_headers_from(node + 1, headers)
    );
}

/// Those that are known to be behind are left out: their answers would only be late.
Task<void> Counting::ask_snapshots_from(
    std::size_t node, Snapshots& snapshots, const near::BlockHeader& block
) {
    if (node == nodes_.size()) co_return;
    const bool can_answer = nodes_[node]->use() == NodeUse::used;
    if (!can_answer) {
        co_await ask_snapshots_from(node + 1, snapshots, block);
        co_return;
    }
    auto asking = nodes_[node]->ask_snapshot(snapshots[node], block, settings_.account.id, tokens_);
    co_await net::both(std::move(asking), ask_snapshots_from(node + 1, snapshots, block));
}

void Counting::judge_headers(const Headers& headers) {
    const auto blocks_max = settings_.policy.inventory.node_behind_blocks_max;
    for (std::size_t node = 0; node < nodes_.size(); ++node) {
        if (!headers[node]) continue;  // It has judged itself.
        const bool behind = is_behind(*headers[node], headers, blocks_max);
        nodes_[node]->judge(behind ? NodeUse::behind : NodeUse::used);
    }
}

Result<std::size_t> Counting::judge_snapshots(const Snapshots& snapshots, Count& count) {
    const auto majority = agreeing(snapshots);
    for (std::size_t node = 0; node < nodes_.size(); ++node) {
        const bool agrees = std::find(majority.begin(), majority.end(), node) != majority.end();
        if (snapshots[node] && !agrees) nodes_[node]->judge(NodeUse::disagrees);
    }
    observe_.nodes_judged();
    if (majority.empty()) {
        const bool answered = std::any_of(snapshots.begin(), snapshots.end(), [](const auto& one) {
            return one.has_value();
        });
        if (answered) return fail(Error::Kind::refused, "the nodes disagree about one block");
        return fail(Error::Kind::unavailable, "no node could read the contract");
    }
    count.snapshot = *snapshots[majority.front()];
    count.nodes_agreed = static_cast<std::uint32_t>(majority.size());
    return majority.front();
}

template <class Body>
void Counting::publish(std::string_view prefix, Body body, const MessageId& cause) {
    const auto height = std::to_string(seen_.count->snapshot.block.height);
    messages::Envelope<Body> envelope;
    envelope.id = MessageId{std::string{prefix} + "-" + service_.instance() + "-" + height};
    envelope.cause = cause;
    envelope.source = "inventory-sync/" + service_.instance();
    envelope.sent_at_ms = to_unix_ms(service_.clock().now());
    envelope.body = std::move(body);
    observe_.told(Body::kSubject, bus::publish(publisher_, envelope));
}

/// Rules that could not be read are not told: what is known of them grows old by itself.
void Counting::tell(bool with_rules, const MessageId& cause) {
    if (!service_.arming().armed()) return;
    const auto& count = *seen_.count;
    const auto& tokens = settings_.policy.tokens;
    if (with_rules) publish("ven", venue_of(settings_.account, count, *seen_.rules), cause);
    publish("inv", inventory_of(settings_.account, count, tokens, hearing_.pending), cause);
    seen_.told_height = count.snapshot.block.height;
}

Task<runtime::ControlResponse> Counting::refresh() {
    const auto mine = begun_ + 1;
    trigger_ = CountTrigger::refresh;
    wanted_.set();
    const auto until = service_.clock().tick() + kRefreshLimit;
    while (ended_ < mine && service_.clock().tick() < until)
        co_await net::sleep_for(kRefreshLook);
    if (ended_ < mine) {
        co_return runtime::ControlResponse::error(
            504, "not_counted", "the nodes take longer than 20 s; see /state"
        );
    }
    if (seen_.failure)
        co_return runtime::ControlResponse::error(503, "not_counted", *seen_.failure);
    co_return runtime::ControlResponse::json(observe_.count());
}

}  // namespace unrip::inventory_sync

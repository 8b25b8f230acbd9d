#include "bridge_watch.hpp"

#include "action_life.hpp"
#include "checks.hpp"
#include "deposit_life.hpp"
#include "net/race.hpp"
#include "net/sleep.hpp"
#include "runtime/service.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace unrip::liquidity_manager {
namespace {

constexpr std::chrono::hours kTokensEvery{1};
constexpr std::uint32_t kDepositsAtOnce = 100;
constexpr std::uint32_t kDepositsMax = 1'000;
/// So often a credit's block is looked for before the credit is told without it.
constexpr int kTriesMax = 5;

}  // namespace

BridgeWatch::BridgeWatch(
    runtime::Service& service,
    venue::BridgeClient& bridge,
    Chain& chain,
    Book& book,
    Observe& observe,
    const Terms& terms,
    policy::Liquidity policy
)
    : service_{service},
      bridge_{bridge},
      chain_{chain},
      book_{book},
      observe_{observe},
      terms_{terms},
      policy_{std::move(policy)},
      wanted_{service.executor()} {}

Task<void> BridgeWatch::run() {
    while (true) {
        if (is_due(heard_at_, kTokensEvery)) co_await ask_tokens();
        if (is_due(addresses_at_, policy_.addresses_every)) co_await ask_addresses();
        for (const auto& chain : policy_.chains) {
            co_await ask_deposits(chain);
        }
        co_await net::first_to_end(wanted_.wait(), net::sleep_for(policy_.deposits_every));
    }
}

void BridgeWatch::refresh() {
    heard_at_.reset();
    addresses_at_.reset();
    wanted_.set();
}

const venue::BridgeToken* BridgeWatch::token(const AssetId& asset) const {
    const auto found =
        std::find_if(tokens_.begin(), tokens_.end(), [&](const venue::BridgeToken& token) {
            return token.id == asset;
        });
    return found == tokens_.end() ? nullptr : &*found;
}

bool BridgeWatch::is_due(const std::optional<Tick>& last, Milliseconds every) const {
    return !last || service_.clock().tick() - *last >= every;
}

Task<void> BridgeWatch::ask_tokens() {
    std::set<std::string> chains{policy_.chains.begin(), policy_.chains.end()};
    for (const auto& token : terms_.tokens())
        chains.insert(token.chain);
    std::vector<std::string> asked{chains.begin(), chains.end()};
    const auto told = co_await bridge_.supported_tokens(std::move(asked));
    if (!told) {
        observe_.bridge_failed(told.error());
        co_return;
    }
    observe_.bridge_answered();
    tokens_ = told->tokens;
    heard_at_ = service_.clock().tick();
    wrong_decimals_ = liquidity_manager::wrong_decimals(terms_, tokens_);
    observe_.decimals(wrong_decimals_);
}

/// An address that was told before is shown until the bridge tells another.
Task<void> BridgeWatch::ask_addresses() {
    bool has_all = true;
    for (const auto& chain : policy_.chains) {
        venue::DepositAddressQuery query;
        query.account_id = chain_.account_id();
        query.chain = chain;
        auto address = co_await bridge_.deposit_address(std::move(query));
        if (address) {
            observe_.bridge_answered();
            addresses_.insert_or_assign(chain, std::move(*address));
        } else {
            observe_.bridge_failed(address.error());
            has_all = false;
        }
    }
    if (has_all) addresses_at_ = service_.clock().tick();
}

/// The newest first; older ones only while there is something new among those.
Task<void> BridgeWatch::ask_deposits(std::string chain) {
    if (!book_.is_loaded()) co_return;
    for (std::uint32_t offset = 0; offset < kDepositsMax; offset += kDepositsAtOnce) {
        venue::RecentDepositsQuery query;
        query.account_id = chain_.account_id();
        query.chain = chain;
        query.limit = kDepositsAtOnce;
        query.offset = offset;
        auto told = co_await bridge_.recent_deposits(std::move(query));
        if (!told) {
            observe_.bridge_failed(told.error());
            co_return;
        }
        observe_.bridge_answered();
        const bool was_all = told->deposits.size() + told->unreadable < kDepositsAtOnce;
        const bool had_news = co_await take(std::move(told->deposits));
        if (was_all || !had_news) co_return;
    }
}

/// True when one of them was not over before.
Task<bool> BridgeWatch::take(std::vector<venue::BridgeDeposit> told) {
    bool had_news = false;
    const auto all = named(std::move(told), chain_.account_id());
    for (const auto& one : all) {
        const auto* page = book_.find(one.action_id);
        if (page != nullptr && is_over(page->action)) continue;
        had_news = true;
        std::optional<std::uint64_t> height;
        if (is_credited(one.deposit)) {
            height = co_await credited_at(one.deposit);
            if (!height && ++tries_[one.action_id] < kTriesMax) continue;
        }
        const auto* known = book_.find(one.action_id);
        auto next = next_step(known != nullptr ? &known->action : nullptr, one, height);
        if (!next) continue;
        tries_.erase(one.action_id);
        const auto written = co_await book_.write(std::move(*next));
        if (!written) observe_.not_done("a deposit", written.error());
    }
    co_return had_news;
}

Task<std::optional<std::uint64_t>> BridgeWatch::credited_at(const venue::BridgeDeposit& deposit) {
    if (deposit.mint_tx_hash.empty()) co_return std::nullopt;
    auto hash = deposit.mint_tx_hash;
    auto sender = deposit.near_token_id;
    co_return co_await chain_.height_of_credit(std::move(hash), std::move(sender));
}

}  // namespace unrip::liquidity_manager

#pragma once

#include "bench/allocations.hpp"
#include "strategy/engine.hpp"

#include <string>

// An engine at work, for programs that measure it.

namespace unrip::strategy {

using namespace std::chrono_literals;

inline constexpr Instant kNow{std::chrono::seconds{1'760'000'000}};

inline Token token(int number, unsigned decimals) {
    const auto name = "t" + std::to_string(number);
    return Token{
        *AssetId::parse("nep141:a-name-of-the-usual-length-for-a-bridged-token-" + name + ".near"),
        name,
        name,
        decimals};
}

inline Policy policy_of(int pairs, std::uint32_t outstanding, SlotMode mode) {
    Policy policy{};
    policy.accounting_asset = token(0, 18).id;
    policy.reference = ReferenceLimits{2, Ratio::bps(50), Ratio::bps(50)};
    policy.commitments.slots_max = 1'000'000;
    policy.answered_quotes_remembered = 10;  // Full at once, as it always is after some time.
    for (int number = 1; number <= pairs; ++number) {
        PairPolicy entry{};
        entry.pair = Pair{token(number, 8), token(0, 18)};
        entry.spread = SpreadPolicy{Ratio::bps(75), Ratio::bps(10'000), Ratio::bps(500)};
        entry.limits.notional_max = Amount{5 * power_of_ten(18)};
        entry.limits.base_max = Amount{power_of_ten(20)};
        entry.limits.quote_max = Amount{power_of_ten(30)};
        entry.limits.quotes_per_second = 1'000'000;
        entry.limits.quotes_burst = 1'000'000;
        entry.limits.deadline_max = 120s;
        entry.slots.mode = mode;
        entry.slots.base_cap = Amount{10'000};
        entry.slots.quote_cap = Amount{6 * power_of_ten(18)};
        entry.slots.open_target = mode == SlotMode::reserve ? 50'000 + outstanding : 500;
        entry.slots.batch_size = entry.slots.open_target;
        entry.slots.lane_open_quotes_max = mode == SlotMode::reserve ? 1 : 1'000'000;
        entry.slots.nonce_lifetime = 10min;
        policy.pairs.push_back(entry);
    }
    return policy;
}

/// Armed and informed; slots come as soon as they are asked for, on the first pair.
class Desk {
  public:
    Desk(int pairs, std::uint32_t outstanding, SlotMode mode)
        : policy_{policy_of(pairs, outstanding, mode)}, engine_{policy_, "policy", "limits"} {
        tell(LeaseChanged{true, 1});
        tell(SlotsRestored{});
        tell(ClockBeat{kNow, Tick{}});
        VenueObserved venue{};
        venue.height = 1;
        venue.block_time = kNow - 2s;
        venue.salt = "252812b3";
        tell(venue);
        JournalObserved journal{};
        journal.is_connected = true;
        tell(journal);
        InventoryCounted count{MessageId{"count"}, 1, kNow - 2s, kNow, {}};
        count.balances.push_back({policy_.accounting_asset, Amount{power_of_ten(30)}});
        for (const auto& entry : policy_.pairs) {
            PriceHeard heard{};
            heard.pair = entry.pair.name();
            heard.mid = *Price::parse("60000");
            heard.sources = 3;
            heard.observed_at = kNow;
            tell(heard);
            count.balances.push_back({entry.pair.base.id, Amount{power_of_ten(20)}});
        }
        tell(count);
        tell(ArmingChanged{MessageId{"armed"}, true});
        for (std::uint32_t i = 0; i < outstanding + policy_.answered_quotes_remembered; ++i)
            ask();
        allocations_ = 0;
    }

    bool ask() {
        demand_.quote_id = QuoteId{"3f2a9d56-0000-4000-8000-" + std::to_string(++quotes_)};
        auto demand = demand_;
        out_.clear();
        const auto before = bench::allocations();
        engine_.on(std::move(demand), kNow, out_);
        allocations_ += bench::allocations() - before;
        return std::holds_alternative<ApprovedQuote>(out_.front());
    }

    /// How often the engine asked for memory, not counting the first quotes.
    std::uint64_t allocations() const { return allocations_; }

  private:
    void tell(const Event& event) {
        Decisions out;
        engine_.on(event, kNow, out);
        for (const auto& decision : out) {
            const auto* request = std::get_if<OpenBatch>(&decision);
            if (request == nullptr || request->pair != policy_.pairs.front().pair.name()) continue;
            BatchOpened opened{};
            opened.request = request->request;
            opened.facts = SlotBatchFacts{
                "batch-" + std::to_string(request->request),
                request->pair,
                request->mode,
                request->caps,
                request->nonce_deadline,
                request->salt,
                request->lane_open_quotes_max,
                std::vector<std::string>(
                    request->size, "Vij2xgAlKBKzADZykFdbpB8CcBXsE9wRhklzE4/mgS8="
                ),
                {SlotRange{0, request->size}}};
            tell(opened);
        }
    }

    Policy policy_;
    Engine engine_;
    QuoteRequested demand_ = first_demand();
    Decisions out_;
    std::uint32_t quotes_ = 0;
    std::uint64_t allocations_ = 0;

    QuoteRequested first_demand() const {
        QuoteRequested demand{};
        demand.id = MessageId{"1c9a4f1e-demand-with-an-id-of-the-usual-length"};
        demand.asset_in = policy_.pairs.front().pair.base.id;
        demand.asset_out = policy_.accounting_asset;
        demand.exact_in = Amount{8'000};
        demand.min_deadline = 60s;
        demand.received_at = kNow;
        return demand;
    }
};

}  // namespace unrip::strategy

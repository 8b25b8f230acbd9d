#include "world/read_scenario.hpp"
#include "world/reading.hpp"

#include <algorithm>

namespace unrip::sandbox {
namespace {

constexpr std::uint32_t kMillion = 1'000'000;
constexpr Milliseconds kNone{0};
constexpr Milliseconds kMinute{60'000};
constexpr Milliseconds kHour{3'600'000};
constexpr Milliseconds kWeek{604'800'000};

void read_auction(Reading& from, AuctionPlan& auction) {
    from.milliseconds("wait_min_ms", auction.wait_min, kNone, kMinute);
    from.milliseconds("wait_max_ms", auction.wait_max, Milliseconds{1}, kMinute);
    from.milliseconds("grace_ms", auction.grace, kNone, kMinute);
    from.milliseconds("sub_leg_grace_ms", auction.sub_leg_grace, kNone, kMinute);
    from.count("sub_legs_ppm", auction.sub_legs_ppm, 0, kMillion);
    if (auction.wait_max < auction.wait_min)
        from.mistake("wait_max_ms", "not be less than wait_min_ms");
}

void read_relay(Reading& from, RelayPlan& relay) {
    from.flag("bearer", relay.bearer);
    from.one_of("envelope", {"observed", "documented"}, [&](std::size_t place) {
        relay.flat_envelope = place == 1;
    });
    from.one_of("verify", {"inline", "deferred"}, [&](std::size_t place) {
        relay.verify_inline = place == 0;
    });
}

void read_maker(Reading& from, AccountPlan& maker) {
    from.text("account", maker.id);
    from.texts("keys", maker.keys);
    if (from.has("balances")) maker.balances.clear();
    from.entries("balances", [&](const std::string& asset, const std::string& atoms) {
        const auto id = AssetId::parse(asset);
        const auto amount = Amount::parse(atoms);
        if (id && amount) {
            maker.balances[*id] = *amount;
        } else {
            from.mistake(
                "balances",
                "give base units as text by asset, such as {\"nep141:btc.omft.near\":\"1000000\"}"
            );
        }
    });
}

void read_chain(Reading& from, ChainPlan& chain) {
    from.text("contract", chain.contract);
    from.milliseconds("block_every_ms", chain.block_every, kBlockEveryMin, kMinute);
    from.count("final_behind_blocks", chain.final_behind, 0, 1'000);
    from.count("fee_pips", chain.fee_pips, 0, kMillion);
    from.milliseconds("settle_after_ms", chain.settle_after, kNone, kMinute);
}

void read_bridge(Reading& from, BridgePlan& bridge) {
    from.milliseconds("deposit_credited_after_ms", bridge.deposit_credited_after, kNone, kHour);
    from.milliseconds("withdrawal_done_after_ms", bridge.withdrawal_done_after, kNone, kHour);
}

/// A maker that the file does not furnish has enough for the slots of the policies that are
/// delivered for the sandbox.
AccountPlan usual_maker(const Scenario& scenario) {
    AccountPlan maker;
    maker.id = "maker.sandbox.near";
    for (const auto& traded : scenario.pairs) {
        const auto& base = traded.pair.base;
        const auto& quote = traded.pair.quote;
        maker.balances[base.id] = Amount{power_of_ten(base.decimals) * 10};
        maker.balances[quote.id] = Amount{power_of_ten(quote.decimals) * 200'000};
    }
    return maker;
}

}  // namespace

void read_venue(Reading& file, Scenario& scenario) {
    scenario.maker = usual_maker(scenario);
    file.object("auction", [&](Reading& from) { read_auction(from, scenario.auction); });
    file.object("relay", [&](Reading& from) { read_relay(from, scenario.relay); });
    file.object("maker", [&](Reading& from) { read_maker(from, scenario.maker); });
    file.object("chain", [&](Reading& from) { read_chain(from, scenario.chain); });
    file.object("bridge", [&](Reading& from) { read_bridge(from, scenario.bridge); });
    file.object("competitor", [&](Reading& from) {
        auto& competitor = scenario.competitor;
        from.flag("on", competitor.on);
        from.count("half_spread_ppm", competitor.half_spread_ppm, 0, 500'000);
        from.milliseconds("answers_after_ms", competitor.answers_after, kNone, kMinute);
    });
    file.objects("faults", [&](Reading& from) {
        ScheduledFault fault;
        from.milliseconds("at_ms", fault.at, kNone, kWeek);
        if (!from.has("at_ms")) from.mistake("at_ms", "be a time since the start of the world");
        from.object("fault", [&](Reading& inner) { fault.body = inner.all(); });
        if (!from.has("fault")) from.mistake("fault", "be what POST /faults takes");
        scenario.faults.push_back(std::move(fault));
    });
    std::stable_sort(
        scenario.faults.begin(),
        scenario.faults.end(),
        [](const ScheduledFault& left, const ScheduledFault& right) { return left.at < right.at; }
    );
}

}  // namespace unrip::sandbox

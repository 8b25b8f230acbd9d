#include "faults/timetable.hpp"

#include "e2e/wiring.hpp"
#include "faults/dice.hpp"

#include <array>
#include <map>

namespace unrip::test {
namespace {

using std::chrono::milliseconds;
using Json = nlohmann::json;

/// Twice: where a fault could cost money.
constexpr std::array<std::string_view, 11> kTargets{
    "near-intents-ingest",
    "market-reference-ingest",
    "inventory-sync",
    "liquidity-manager",
    "history-writer",
    "strategy-engine",
    "strategy-engine",
    "trade-executor",
    "trade-executor",
    "nats-server",
    "postgresql"};

/// The first of them; the others' clocks are right.
constexpr std::size_t kProcesses = 9;

constexpr milliseconds kGapLeast{800};
constexpr milliseconds kGapMost{3'500};
constexpr milliseconds kAgoAtLeast{1'500};
constexpr milliseconds kQuietBeginning{2'000};

Mishap strike_process(Dice& dice) {
    Mishap mishap;
    mishap.target = kTargets.at(dice.below(kTargets.size()));
    const bool can_trade = mishap.target == "strategy-engine" || mishap.target == "trade-executor";
    const auto kind = dice.below(can_trade ? 10 : 8);
    if (kind < 4) {
        mishap.way = Way::kill;
        mishap.lasts = dice.between(milliseconds{0}, milliseconds{3'000});
    } else if (kind < 7) {
        mishap.way = Way::pause;
        mishap.lasts = dice.between(milliseconds{300}, milliseconds{6'000});
    } else if (kind < 8) {
        mishap.way = Way::stop;
        mishap.lasts = dice.between(milliseconds{2'000}, milliseconds{5'000});
    } else {
        mishap.way = Way::disarm;
        mishap.lasts = dice.between(milliseconds{500}, milliseconds{4'000});
    }
    return mishap;
}

Mishap strike_venue(Dice& dice) {
    static const std::array<Json, 15> orders{
        Json{{"what", "garbage"}, {"place", "ws"}},
        Json{{"what", "garbage"}, {"place", "near"}},
        Json{{"what", "garbage"}, {"place", "kraken"}},
        Json{{"what", "wrong_shape"}, {"place", "near"}},
        Json{{"what", "delay"}, {"place", "ws"}, {"delay_ms", 400}},
        Json{{"what", "delay"}, {"place", "near"}, {"delay_ms", 800}},
        Json{{"what", "lose"}, {"share_ppm", 300'000}},
        Json{{"what", "lose_asked"}, {"place", "ws"}, {"share_ppm", 300'000}},
        Json{{"what", "twice"}, {"place", "ws"}},
        Json{{"what", "half_open"}, {"place", "ws"}},
        Json{{"what", "cut"}, {"place", "coinbase"}},
        Json{{"what", "stale_blocks"}, {"blocks", 20}},
        Json{{"what", "not_synced"}},
        Json{{"what", "rotate_salt"}, {"invalidate_former", true}},
        Json{{"what", "restart_relay"}}};
    Mishap mishap;
    mishap.way = Way::venue;
    mishap.target = "venue";
    mishap.lasts = dice.between(milliseconds{500}, milliseconds{4'000});
    mishap.order = orders.at(dice.below(orders.size()));
    mishap.order["for_ms"] = mishap.lasts.count();
    return mishap;
}

Mishap strike_link(Dice& dice) {
    static const auto names = Wiring::names();
    constexpr std::array<Way, 3> ways{Way::cut, Way::stall, Way::delay};
    Mishap mishap;
    mishap.way = ways.at(dice.below(ways.size()));
    mishap.target = names.at(dice.below(names.size()));
    mishap.lasts = dice.between(milliseconds{200}, milliseconds{6'000});
    mishap.later = dice.between(milliseconds{20}, milliseconds{800});
    return mishap;
}

/// Much more than a message is ever under way, so that what it says of its time can be told from
/// when nats-server took it.
Mishap turn_clock(Dice& dice) {
    constexpr std::array<std::chrono::minutes, 6> turns{
        std::chrono::minutes{1},
        std::chrono::minutes{-1},
        std::chrono::minutes{10},
        std::chrono::minutes{-10},
        std::chrono::minutes{60},
        std::chrono::minutes{-60}};
    Mishap mishap;
    mishap.way = Way::clock;
    mishap.target = kTargets.at(dice.below(kProcesses));
    mishap.ahead = turns.at(dice.below(turns.size()));
    // A process sees it within two seconds.
    mishap.lasts = dice.between(milliseconds{2'500}, milliseconds{10'000});
    return mishap;
}

}  // namespace

std::string_view to_text(Way way) {
    switch (way) {
        case Way::kill:
            return "kill -9";
        case Way::stop:
            return "stop";
        case Way::pause:
            return "pause";
        case Way::disarm:
            return "disarm";
        case Way::venue:
            return "misbehave";
        case Way::cut:
            return "cut";
        case Way::stall:
            return "stall";
        case Way::delay:
            return "delay";
        case Way::clock:
            return "turn the clock of";
    }
    return "?";
}

std::string to_text(const Mishap& mishap) {
    auto text = std::string{to_text(mishap.way)} + " " + mishap.target;
    if (mishap.way == Way::venue) text += " " + mishap.order.dump();
    if (mishap.way == Way::delay) text += " by " + std::to_string(mishap.later.count()) + " ms";
    if (mishap.way == Way::clock) text += " by " + std::to_string(mishap.ahead.count()) + " ms";
    return text + " for " + std::to_string(mishap.lasts.count()) + " ms";
}

std::vector<Mishap> timetable(std::uint64_t seed, milliseconds duration, Also also) {
    Dice dice{seed};
    std::vector<Mishap> all;
    std::map<std::string, milliseconds> free_from;
    const auto strike = [&](bool is_second_half) {
        // Nothing is thrown for what a run does not have: its timetable stays what it was.
        if (also.clocks && dice.below(4) == 0) return turn_clock(dice);
        if (also.links && dice.below(3) == 0) return strike_link(dice);
        const bool is_venue = is_second_half && dice.below(3) == 0;
        return is_venue ? strike_venue(dice) : strike_process(dice);
    };
    for (auto at = kQuietBeginning; at < duration; at += dice.between(kGapLeast, kGapMost)) {
        auto mishap = strike(at > duration / 2);
        mishap.at = at;
        auto& is_free = free_from[mishap.target];
        if (at < is_free) continue;
        is_free = at + mishap.lasts + kAgoAtLeast;
        all.push_back(std::move(mishap));
    }
    return all;
}

}  // namespace unrip::test

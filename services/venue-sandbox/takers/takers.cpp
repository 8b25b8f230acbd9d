#include "takers/takers.hpp"

#include "takers/choosing.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace unrip::sandbox {
namespace {

/// Further behind than this, what is missed is missed.
constexpr Milliseconds kBehindMax{1'000};
constexpr int kAsksAtOnce = 2'000;
constexpr Milliseconds kDeadline{60'000};

}  // namespace

Takers::Takers(Relay& relay, World& world, Chain& chain)
    : relay_{relay}, world_{world}, chain_{chain}, now_{world.start()} {}

Takers::Group& Takers::group_of(const TakerPlan& plan) {
    auto& group = groups_[plan.name];
    if (!group) {
        const auto& scenario = world_.scenario();
        group = std::make_unique<Group>(Purse{chain_, scenario.seed, "taker " + plan.name});
        group->purse.fill(scenario.pairs);
    }
    return *group;
}

void Takers::advance(Instant now) {
    now_ = now;
    if (paused_) {
        for (const auto& [name, group] : groups_)
            group->is_scheduled = false;
        return;
    }
    // A decision may change nothing here: it comes from the relay's own turn.
    for (const auto& plan : world_.scenario().takers)
        advance(plan, now);
    has_begun_ = true;
}

void Takers::advance(const TakerPlan& plan, Instant now) {
    auto& group = group_of(plan);
    if (plan.per_1000_seconds == 0) {
        group.is_scheduled = false;
        return;
    }
    const auto seed = world_.scenario().seed;
    if (!group.is_scheduled) {
        // Who joins later begins then; the others with the world, however late the first look.
        const auto from = has_begun_ ? now : world_.start();
        group.due = from + draw_pause(seed, plan, group.number);
        group.is_scheduled = true;
    }
    auto& stats = stats_[plan.name];
    for (int made = 0; group.due <= now; ++made) {
        const auto number = group.number++;
        if (made < kAsksAtOnce && group.due + kBehindMax > now) {
            ask(plan, number, group.due);
        } else {
            ++stats.skipped;
        }
        group.due += draw_pause(seed, plan, group.number);
    }
}

void Takers::ask(const TakerPlan& plan, std::uint64_t number, Instant at) {
    auto ask = draw_ask(world_, plan, number, at);
    if (!ask) return;
    if (asked_) asked_(plan.name, *ask);
    auto request = ask->request;
    // The scenario may be another by the time of the decision: the plan goes along.
    const auto decided = [this, plan, ask = *std::move(ask)](AuctionResult& result) {
        decide(plan, ask, result);
    };
    if (relay_.ask(std::move(request), decided)) ++stats_[plan.name].asked;
}

void Takers::decide(const TakerPlan& plan, const Ask& ask, AuctionResult& result) {
    auto& stats = stats_[plan.name];
    if (result.offers.empty()) {
        ++stats.unanswered;
        return;
    }
    if (ask.is_dry) {
        ++stats.probed;
        return;
    }
    const auto* traded = world_.scenario().find_pair(ask.pair_name);
    if (traded == nullptr) return;
    const bool knows = plan.kind == TakerPlan::Kind::informed;
    const auto price = world_.price(traded->market, knows ? now_ + plan.knows_ahead : now_);
    const auto bargain = bargain_of(result.offers.front(), chain_.verifier().fee_pips());
    if (!price || !bargain) return;
    const auto gain = gain_ppm(*bargain, ask.gives_base, *price, traded->pair.decimals());
    if (!gain || !takes(plan, ask, *gain)) {
        ++stats.too_dear;
        return;
    }
    auto& outcome =
        take(plan, std::move(result.offers.front()), result.request) ? stats.taken : stats.refused;
    ++outcome;
}

bool Takers::take(const TakerPlan& plan, Offer offer, const QuoteRequest& request) {
    const auto bargain = bargain_of(offer, chain_.verifier().fee_pips());
    const auto in = AssetId::parse(request.asset_in);
    const auto out = AssetId::parse(request.asset_out);
    if (!bargain || !in || !out) return false;
    near::TokenDiff diff;
    diff.diff.push_back({*in, -static_cast<i128>(bargain->gives)});
    diff.diff.push_back({*out, static_cast<i128>(bargain->gets)});
    const auto signed_intent = group_of(plan).purse.sign(diff, now_ + kDeadline);
    if (!signed_intent) return false;
    const auto text = near::to_json(*signed_intent);
    auto read = read_signed_intent(std::string_view{text});
    if (!read.intent || !read.verdict.ok()) return false;
    std::vector<Offer> offers;
    offers.push_back(std::move(offer));
    return relay_.publish(*std::move(read.intent), std::move(offers)).ok();
}

std::string Takers::stats_json() const {
    auto out = nlohmann::ordered_json::object();
    for (const auto& [name, stats] : stats_) {
        out[name] = {
            {"asked", stats.asked},
            {"skipped", stats.skipped},
            {"unanswered", stats.unanswered},
            {"too_dear", stats.too_dear},
            {"probed", stats.probed},
            {"taken", stats.taken},
            {"refused", stats.refused}};
    }
    return out.dump();
}

}  // namespace unrip::sandbox

#include "strategy/engine.hpp"

#include "core/check.hpp"
#include "strategy/final_stage.hpp"
#include "strategy/pipeline.hpp"

namespace unrip::strategy {

Engine::Engine(Policy policy, std::string policy_hash, std::string limits_hash, SlotsBy slots_by)
    : world_{std::move(policy)},
      planner_{world_.routes.all().size()},
      sampling_{world_.policy.sampling, world_.policy.pairs.size() + 1},
      slots_by_{slots_by} {
    check(validate(world_.policy).empty(), "the engine was given a policy with mistakes");
    basis_->policy_hash = std::move(policy_hash);
    basis_->limits_hash = std::move(limits_hash);
}

void Engine::on(const Event& event, Instant now, Decisions& out) {
    std::visit([&](const auto& told) { apply(told, now, out); }, event);
}

void Engine::on(QuoteRequested demand, Instant now, Decisions& out) {
    Draft draft{.demand = std::move(demand), .now = now, .terms = {}};
    auto refusal = run_stages(world_, draft);
    Stamp when = stamp(now);
    if (!refusal) {
        auto last = FinalStage::run(world_, draft, when);
        if (auto* approved = std::get_if<ApprovedQuote>(&last)) {
            out.emplace_back(std::move(*approved));
            const bool gives_base = draft.route->side == Side::user_buys_base;
            const auto route = draft.route->pair * 2 + (gives_base ? 1 : 0);
            if (slots_by_ == SlotsBy::own_plan) planner_.replenish(world_, route, now, out);
            return;
        }
        refusal = std::get<Refusal>(std::move(last));
    }
    const auto group = draft.terms.pair.value_or(world_.policy.pairs.size());
    const auto recorded = sampling_.next(group, refusal->reason, now);
    out.emplace_back(Declined{
        std::move(when),
        std::move(draft.demand.id),
        std::move(draft.demand.quote_id),
        refusal->reason,
        refusal->finding,
        draft.terms,
        recorded.is_recorded,
        recorded.stands_for});
}

void Engine::plan(Instant now, Decisions& out) {
    if (slots_by_ == SlotsBy::own_plan) planner_.plan(world_, now, out);
}

Stamp Engine::stamp(Instant now) {
    return Stamp{++seq_, world_.epoch, now, basis_};
}

Provenance& Engine::next_basis() {
    if (basis_.use_count() > 1) basis_ = std::make_shared<Provenance>(*basis_);
    return *basis_;
}

void Engine::applied(MessageId Provenance::*stream, const MessageId& id) {
    next_basis().*stream = id;
}

std::uint64_t Engine::declines(std::optional<std::size_t> pair, DeclineReason reason) const {
    return sampling_.count(pair.value_or(world_.policy.pairs.size()), reason);
}

std::vector<std::string> Engine::audit() const {
    return world_.commitments.audit();
}

}  // namespace unrip::strategy

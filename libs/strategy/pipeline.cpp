#include "strategy/pipeline.hpp"

#include <array>

namespace unrip::strategy {
namespace {

constexpr auto kStages = std::to_array<Stage>({
    supported_pair,
    well_formed,
    mode,
    freshness,
    reference_agreement,
    fair_price,
    spread_and_price,
    amounts_against_the_taker,
    limits,
});

}  // namespace

std::optional<Refusal> run_stages(const World& world, Draft& draft) {
    for (const auto stage : kStages) {
        if (auto refusal = stage(world, draft)) return refusal;
    }
    return std::nullopt;
}

}  // namespace unrip::strategy

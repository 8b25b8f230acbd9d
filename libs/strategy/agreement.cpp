#include "strategy/agreement.hpp"

#include <algorithm>
#include <set>

namespace unrip::strategy {
namespace {

/// Of an even number, the middle of the two in the middle. Never of none.
Price median(std::vector<Price> prices) {
    std::sort(prices.begin(), prices.end());
    const auto half = prices.size() / 2;
    return prices.size() % 2 == 1 ? prices[half] : middle(prices[half - 1], prices[half]);
}

/// Of an even number, the higher of the two in the middle: a doubt is not averaged away.
Ratio median(std::vector<Ratio> ratios) {
    std::sort(ratios.begin(), ratios.end());
    return ratios[ratios.size() / 2];
}

template <class Of>
auto collect_used(const Agreement& agreement, const Of& of) {
    std::vector<decltype(of(std::size_t{0}))> values;
    for (std::size_t index = 0; index < agreement.views.size(); ++index) {
        if (agreement.views[index].use == SourceUse::used) values.push_back(of(index));
    }
    return values;
}

Price median_mid(const Agreement& agreement) {
    return median(collect_used(agreement, [&](std::size_t index) {
        return *agreement.views[index].mid;
    }));
}

/// Distances that can't be expressed are far enough to be any outlier's.
Ratio apart(Price left, Price right) {
    const auto gap = distance(left, right);
    return gap ? *gap : Ratio::millionths(1'000 * Ratio::kOne);
}

/// Marks what is too far from the median. True when more than half of the sources were.
bool reject_outliers(Agreement& agreement, const AgreementPolicy& policy) {
    const Price centre = median_mid(agreement);
    const auto gaps = collect_used(agreement, [&](std::size_t index) {
        return apart(*agreement.views[index].mid, centre);
    });
    const auto deviation = median(gaps).millionths() * policy.outlier_deviations;
    const Ratio allowed = std::max(policy.outlier_floor, Ratio::millionths(deviation));

    std::size_t rejected = 0;
    for (auto& view : agreement.views) {
        if (view.use != SourceUse::used || apart(*view.mid, centre) <= allowed) continue;
        view.use = SourceUse::outlier;
        ++rejected;
    }
    return rejected * 2 > gaps.size();
}

/// Crosses that share a leg count as one.
std::uint32_t independent(std::span<const SourceQuote> sources, const Agreement& agreement) {
    std::uint32_t count = 0;
    std::set<std::string_view> legs;
    for (std::size_t index = 0; index < sources.size(); ++index) {
        if (agreement.views[index].use != SourceUse::used) continue;
        const auto& own = sources[index].legs;
        const bool is_new = std::none_of(own.begin(), own.end(), [&](const std::string& leg) {
            return legs.contains(leg);
        });
        legs.insert(own.begin(), own.end());
        if (is_new) ++count;
    }
    return count;
}

void work_out(Agreement& agreement, std::span<const SourceQuote> sources) {
    const auto& views = agreement.views;
    const Price mid = median_mid(agreement);
    agreement.mid = mid;
    agreement.bid =
        median(collect_used(agreement, [&](std::size_t index) { return *sources[index].bid; }));
    agreement.ask =
        median(collect_used(agreement, [&](std::size_t index) { return *sources[index].ask; }));
    agreement.half_width =
        median(collect_used(agreement, [&](std::size_t index) { return views[index].half_width; }));
    for (std::size_t index = 0; index < sources.size(); ++index) {
        if (views[index].use != SourceUse::used) continue;
        const Ratio doubt = apart(*views[index].mid, mid) + sources[index].uncertainty;
        agreement.disagreement = std::max(agreement.disagreement, doubt);
        const auto observed_at = *views[index].observed_at;
        agreement.observed_at = std::min(agreement.observed_at.value_or(observed_at), observed_at);
    }
}

void withhold(Agreement& agreement, PriceStatus why) {
    agreement.status = why;
    agreement.mid.reset();
    agreement.bid.reset();
    agreement.ask.reset();
}

}  // namespace

Agreement agree(std::span<const SourceQuote> sources, const AgreementPolicy& policy, Instant now) {
    Agreement agreement{};
    for (const auto& source : sources) {
        agreement.views.push_back(look_at(source, policy.source, now));
    }
    agreement.sources = independent(sources, agreement);
    if (agreement.sources < policy.sources_min) return agreement;

    const bool is_split = reject_outliers(agreement, policy);
    agreement.sources = independent(sources, agreement);
    if (is_split || agreement.sources < policy.sources_min) {
        agreement.status = PriceStatus::sources_disagree;
        return agreement;
    }
    work_out(agreement, sources);
    agreement.status = PriceStatus::agreed;
    if (agreement.disagreement > policy.disagreement_max) {
        withhold(agreement, PriceStatus::sources_disagree);
    }
    return agreement;
}

Agreement ReferenceAgreement::on(std::span<const SourceQuote> sources, Instant now) {
    Agreement agreement = agree(sources, policy_, now);
    if (agreement.mid && !guard_.admits(*agreement.mid, agreement.sources, now)) {
        withhold(agreement, PriceStatus::too_few_sources);
        agreement.is_jump_held = true;
    }
    return agreement;
}

}  // namespace unrip::strategy

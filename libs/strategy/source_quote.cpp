#include "strategy/source_quote.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <array>

namespace unrip::strategy {
namespace {

constexpr auto kTexts =
    std::to_array<std::string_view>({"used", "outlier", "stale", "frozen", "invalid", "silent"});

bool is_credible_book(const SourceQuote& source, SourceView& view, Ratio spread_max) {
    if (source.bid->is_zero() || *source.ask < *source.bid) return false;
    const Price mid = middle(*source.bid, *source.ask);
    const auto spread =
        distance(Price::from_raw(mid.raw() + (source.ask->raw() - source.bid->raw())), mid);
    if (!spread || *spread > spread_max) return false;
    const auto half_width = distance(*source.ask, mid);
    if (!half_width) return false;
    view.mid = mid;
    view.half_width = *half_width;
    return true;
}

}  // namespace

std::string_view to_text(SourceUse use) {
    const auto index = static_cast<std::size_t>(use);
    check(index < kTexts.size(), "a use of a source without a text");
    return kTexts.at(index);
}

SourceView look_at(const SourceQuote& source, const SourceLimits& limits, Instant now) {
    SourceView view{};
    const auto end = [&](SourceUse use) {
        view.use = use;
        return view;
    };
    if (!source.bid || !source.ask) return end(SourceUse::silent);
    if (!is_credible_book(source, view, limits.spread_max)) return end(SourceUse::invalid);
    if (!source.is_open) return end(SourceUse::frozen);

    const Instant quoted_at = source.quoted_at.value_or(source.received_at);
    if (std::chrono::abs(source.received_at - quoted_at) > limits.exchange_skew_max) {
        return end(SourceUse::stale);
    }
    view.age = std::chrono::duration_cast<Milliseconds>(now - quoted_at);
    if (*view.age <= source.age_max) {
        view.observed_at = std::min(quoted_at, source.received_at);
        return end(SourceUse::used);
    }
    if (*view.age > source.age_max_while_alive) return end(SourceUse::stale);
    if (now - source.last_frame_at > limits.frame_age_max) return end(SourceUse::frozen);
    view.observed_at = source.last_frame_at;
    return end(SourceUse::used);
}

}  // namespace unrip::strategy

#include "strategy/cross_rate.hpp"

#include <algorithm>

namespace unrip::strategy {
namespace {

Result<void> set_book(
    SourceQuote& crossed, const SourceQuote& first, const SourceQuote& second, CrossBy how
) {
    if (!first.bid || !first.ask || !second.bid || !second.ask)
        return {};  // Silent, as its leg is.
    const bool divides = how == CrossBy::dividing;
    const auto bid = divides ? divide(*first.bid, *second.ask, Rounding::down)
                             : multiply(*first.bid, *second.bid, Rounding::down);
    if (!bid) return bid.failure();
    const auto ask = divides ? divide(*first.ask, *second.bid, Rounding::up)
                             : multiply(*first.ask, *second.ask, Rounding::up);
    if (!ask) return ask.failure();
    crossed.bid = *bid;
    crossed.ask = *ask;
    return {};
}

void add_legs(SourceQuote& crossed, const SourceQuote& leg) {
    if (leg.legs.empty()) crossed.legs.push_back(leg.name);
    crossed.legs.insert(crossed.legs.end(), leg.legs.begin(), leg.legs.end());
}

}  // namespace

Result<SourceQuote> cross(const SourceQuote& first, const SourceQuote& second, CrossBy how) {
    SourceQuote crossed{};
    crossed.name = first.name + (how == CrossBy::dividing ? "/" : "*") + second.name;
    const auto done = set_book(crossed, first, second, how);
    if (!done) return done.failure();

    crossed.uncertainty = first.uncertainty + second.uncertainty;
    const auto& older =
        first.quoted_at.value_or(first.received_at) < second.quoted_at.value_or(second.received_at)
            ? first
            : second;
    crossed.quoted_at = older.quoted_at;
    crossed.received_at = older.received_at;
    crossed.last_frame_at = std::min(first.last_frame_at, second.last_frame_at);
    crossed.is_open = first.is_open && second.is_open;
    crossed.age_max = std::min(first.age_max, second.age_max);
    crossed.age_max_while_alive = std::min(first.age_max_while_alive, second.age_max_while_alive);
    add_legs(crossed, first);
    add_legs(crossed, second);
    return crossed;
}

}  // namespace unrip::strategy

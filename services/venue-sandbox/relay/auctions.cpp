#include "relay/auctions.hpp"

#include <algorithm>
#include <utility>

namespace unrip::sandbox {
namespace {

/// When it may end with what there is: a floor and a grace, or for a router hardly anything.
Tick soft_end(const QuoteRequest& request, Tick begun, const RelayRules& rules) {
    const auto asked = request.min_wait.value_or(Milliseconds{0});
    if (request.is_sub_leg) return begun + asked + rules.sub_leg_grace;
    return begun + std::max(asked, rules.wait_min) + rules.grace;
}

void best_first(AuctionResult& result) {
    const bool exact_in = result.request.is_exact_in();
    const auto is_better = [exact_in](const Offer& one, const Offer& other) {
        if (exact_in) return one.amount_out > other.amount_out;
        return one.amount_in < other.amount_in;
    };
    std::stable_sort(result.offers.begin(), result.offers.end(), is_better);
}

}  // namespace

bool Auctions::open(
    QuoteRequest request, Tick now, Instant published, const RelayRules& rules, Done done
) {
    if (by_serial_.size() >= rules.open_auctions_max) return false;
    const auto serial = opened_ + 1;
    if (!serials_.emplace(request.quote_id, serial).second) return false;
    opened_ = serial;

    Open auction;
    auction.serial = serial;
    auction.begun = now;
    auction.published = published;
    const auto longest = std::min(request.max_wait.value_or(rules.wait_max), rules.wait_max);
    auction.hard_end = now + longest;
    due_.push({std::min(soft_end(request, now, rules), auction.hard_end), serial});
    auction.so_far.request = std::move(request);
    auction.done = std::move(done);
    by_serial_.emplace(serial, std::move(auction));
    return true;
}

Auctions::Open* Auctions::find(std::string_view quote_id) {
    const auto found = serials_.find(quote_id);
    return found == serials_.end() ? nullptr : &by_serial_.at(found->second);
}

void Auctions::answered(Open& auction) {
    if (auction.past_grace && !auction.so_far.offers.empty()) finish(auction);
}

void Auctions::advance(Tick now) {
    while (!due_.empty() && due_.top().at <= now) {
        const auto serial = due_.top().serial;
        due_.pop();
        const auto found = by_serial_.find(serial);
        if (found == by_serial_.end()) continue;
        auto& auction = found->second;
        const bool is_over = now >= auction.hard_end || !auction.so_far.offers.empty();
        if (is_over) {
            finish(auction);
        } else {
            auction.past_grace = true;
            due_.push({auction.hard_end, serial});
        }
    }
}

void Auctions::end_all() {
    while (!by_serial_.empty()) {
        auto& auction = by_serial_.begin()->second;
        auction.so_far.offers.clear();
        auction.so_far.refusals.clear();
        finish(auction);
    }
}

/// Out of the books first: whoever is told may ask again.
void Auctions::finish(Open& auction) {
    const auto node = by_serial_.extract(auction.serial);
    auto& over = node.mapped();
    serials_.erase(over.so_far.request.quote_id);
    best_first(over.so_far);
    if (over.done) over.done(over.so_far);
}

}  // namespace unrip::sandbox

#include "relay/settlements.hpp"

#include <memory>
#include <utility>

namespace unrip::sandbox {

bool Settlements::publish(SignedIntent user, std::vector<Offer> offers, Tick due) {
    if (known_.contains(user.hash)) return false;
    remember(user.hash);
    waiting_.push_back({due, std::move(user), std::move(offers)});
    return true;
}

void Settlements::remember(const std::string& intent_hash) {
    known_.emplace(intent_hash, Known{});
    order_.push_back(intent_hash);
    if (order_.size() <= kRemembered) return;
    known_.erase(order_.front());
    order_.pop_front();
}

void Settlements::advance(Tick now) {
    while (!waiting_.empty() && waiting_.front().due <= now) {
        auto next = std::move(waiting_.front());
        waiting_.pop_front();
        send(std::move(next));
    }
}

void Settlements::send(Waiting waiting) {
    const auto user_hash = waiting.user.hash;
    const auto offers = std::make_shared<const std::vector<Offer>>(std::move(waiting.offers));
    std::vector<SignedIntent> messages{std::move(waiting.user)};
    for (const auto& offer : *offers)
        messages.push_back(offer.intent);

    const auto tx_hash =
        chain_.settle(std::move(messages), [this, user_hash, offers](const Settlement& settlement) {
            const auto& verdict = settlement.outcome.verdict;
            const auto known = known_.find(user_hash);
            if (known != known_.end()) {
                known->second.stage = verdict.ok() ? Stage::settled : Stage::failed;
            }
            const auto kind = verdict.ok() ? StatusKind::settled : StatusKind::failed;
            for (const auto& offer : *offers) {
                const StatusEvent event{offer.intent.hash, user_hash, settlement.tx_hash};
                told_(event, kind, offer, to_text(verdict.refusal));
            }
        });
    const auto known = known_.find(user_hash);
    if (known != known_.end()) known->second = {Stage::broadcasted, tx_hash};
    for (const auto& offer : *offers)
        told_({offer.intent.hash, user_hash, tx_hash}, StatusKind::plain, offer, "");
}

const Settlements::Known* Settlements::find(std::string_view intent_hash) const {
    const auto found = known_.find(intent_hash);
    return found == known_.end() ? nullptr : &found->second;
}

}  // namespace unrip::sandbox

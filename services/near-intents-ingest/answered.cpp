#include "answered.hpp"

#include "core/check.hpp"

namespace unrip::near_intents_ingest {

Answered::Turn Answered::take(const QuoteHash& hash, Asked asked) {
    if (const auto known = entries_.find(hash); known != entries_.end()) {
        if (known->second.reply) return Turn::repeat;
        known->second.waiting.push_back(std::move(asked));
        return Turn::wait;
    }
    if (!make_room()) return Turn::full;
    entries_[hash].waiting.push_back(std::move(asked));
    oldest_first_.push_back(hash);
    return Turn::send;
}

/// Only what has its verdict may be forgotten. The oldest are answered first, give or take: one
/// that is still under way goes to the back.
bool Answered::make_room() {
    for (auto tries = oldest_first_.size(); entries_.size() >= capacity_ && tries > 0; --tries) {
        auto oldest = std::move(oldest_first_.front());
        oldest_first_.pop_front();
        const auto entry = entries_.find(oldest);
        if (entry->second.reply) {
            entries_.erase(entry);
        } else {
            oldest_first_.push_back(std::move(oldest));
        }
    }
    return entries_.size() < capacity_;
}

const messages::QuoteResponseReply& Answered::verdict(const QuoteHash& hash) const {
    const auto known = entries_.find(hash);
    check(known != entries_.end() && known->second.reply.has_value(), "there is no such verdict");
    return *known->second.reply;
}

std::vector<Answered::Asked> Answered::settle(
    const QuoteHash& hash, messages::QuoteResponseReply reply
) {
    const auto known = entries_.find(hash);
    check(known != entries_.end() && !known->second.reply, "a verdict that nobody waits for");
    known->second.reply = std::move(reply);
    return std::exchange(known->second.waiting, {});
}

}  // namespace unrip::near_intents_ingest

#include "told_troubles.hpp"

#include <algorithm>

namespace unrip::history_writer {

bool ToldTroubles::is_news(const messages::Envelope<messages::Alert>& alert, Tick now) {
    if (alert.body.severity == messages::AlertSeverity::info) return false;
    // Two processes may have the same trouble, and one may be rid of it before the other.
    const auto key = alert.source + "\n" + alert.body.key;
    if (alert.body.state == messages::AlertState::cleared) {
        told_.erase(key);
        return true;
    }
    const auto known = told_.find(key);
    if (known != told_.end()) {
        if (now - known->second < kRemindAfter) return false;
        known->second = now;
        return true;
    }
    if (told_.size() == kCapacity) forget_oldest();
    told_.emplace(key, now);
    return true;
}

void ToldTroubles::forget_oldest() {
    told_.erase(std::min_element(told_.begin(), told_.end(), [](const auto& one, const auto& two) {
        return one.second < two.second;
    }));
}

}  // namespace unrip::history_writer

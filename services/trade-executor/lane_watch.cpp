#include "lane_watch.hpp"

#include <algorithm>

namespace unrip::trade_executor {

LaneWatch::LaneWatch(Milliseconds every, std::uint32_t per_second_max)
    : every_{every}, gap_{Nanoseconds{std::chrono::seconds{1}} / std::max(per_second_max, 1U)} {}

void LaneWatch::doubt(const SlotId& lane) {
    lanes_[lane].is_doubtful = true;
}

bool LaneWatch::is_due(const Lane& lane, Tick now) const {
    return lane.is_doubtful || lane.doubts != doubts_ || now - lane.looked_at >= every_;
}

std::optional<SlotId> LaneWatch::next(const std::vector<SlotId>& lanes, Tick now) {
    for (auto& [id, lane] : lanes_)
        lane.is_there = false;
    for (const auto& id : lanes)
        lanes_.try_emplace(id, Lane{now, doubts_}).first->second.is_there = true;
    std::erase_if(lanes_, [](const auto& entry) { return !entry.second.is_there; });
    if (now < next_look_) return std::nullopt;

    auto chosen = lanes_.end();
    for (auto it = lanes_.begin(); it != lanes_.end(); ++it) {
        if (!is_due(it->second, now)) continue;
        const bool is_first = chosen == lanes_.end();
        if (is_first || it->second.looked_at < chosen->second.looked_at) chosen = it;
    }
    if (chosen == lanes_.end()) return std::nullopt;
    chosen->second = Lane{now, doubts_, false, true};
    next_look_ = now + gap_;
    return chosen->first;
}

}  // namespace unrip::trade_executor

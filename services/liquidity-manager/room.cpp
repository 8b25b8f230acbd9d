#include "room.hpp"

namespace unrip::liquidity_manager {

void Rooms::hear(const messages::Slots& slots) {
    if (slots.account_id != account_id_) return;
    for (const auto& room : slots.room) {
        auto& said = said_[room.action_id];
        if (slots.revision < said.revision) continue;
        said = {room, slots.revision, slots.count_height};
    }
}

/// The strategy has checked it; what would be a mistake of its own is not acted upon.
std::optional<Room> Rooms::find(const messages::LiquidityAction& action) const {
    const auto found = said_.find(action.action_id);
    if (found == said_.end()) return std::nullopt;
    const auto& [room, revision, count_height] = found->second;
    if (action.asset != room.asset || action.amount != room.amount) return std::nullopt;
    const auto needed = add(room.committed, room.amount);
    if (!needed || *needed > room.counted) return std::nullopt;
    return Room{revision, MessageId{"inv-" + std::to_string(count_height)}};
}

void Rooms::forget(std::string_view action_id) {
    if (const auto found = said_.find(action_id); found != said_.end()) said_.erase(found);
}

}  // namespace unrip::liquidity_manager

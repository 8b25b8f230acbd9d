#include "messages/slots.hpp"

#include "messages/codec.hpp"
#include "messages/shared_fields.hpp"

namespace unrip::messages {

void fields(auto& io, Like<SlotChange> auto& change) {
    io("batch", change.batch);
    io("first", change.first);
    io("count", change.count);
    io("reason", change.reason);
    io("block_height", change.block_height);
}

void fields(auto& io, Like<RoomMade> auto& room) {
    io("action_id", room.action_id);
    io("asset", room.asset);
    io("amount", room.amount);
    io("committed", room.committed);
    io("counted", room.counted);
}

void fields(auto& io, Like<Slots> auto& slots) {
    io("account_id", slots.account_id);
    io("epoch", slots.epoch);
    io("revision", slots.revision);
    io("opened", slots.opened);
    io("closed", slots.closed);
    io("dead", slots.dead);
    io("committed", slots.committed);
    io("count_height", slots.count_height);
    io("request", slots.request);
    io("is_record", slots.is_record);
    io("withheld", slots.withheld);
    io("room", slots.room);
    io("revoke", slots.revoke);
}

template std::string encode(const Envelope<Slots>&);
template Result<Envelope<Slots>> decode(std::string_view);
template std::string encode_body(const Slots&);

}  // namespace unrip::messages

#include "messages/venue.hpp"

#include "messages/codec.hpp"
#include "messages/shared_fields.hpp"

namespace unrip::messages {

void fields(auto& io, Like<SaltState> auto& state) {
    io("salt", state.salt);
    io("is_valid", state.is_valid);
}

void fields(auto& io, Like<Venue> auto& venue) {
    io("account_id", venue.account_id);
    io("contract", venue.contract);
    io("block", venue.block);
    io("observed_at_ns", venue.observed_at_ns);
    io("trigger", venue.trigger);
    io("current_salt", venue.current_salt);
    io("salts", venue.salts);
    io("fee_ppm", venue.fee_ppm);
    io("is_account_locked", venue.is_account_locked);
    io("is_auth_by_predecessor_enabled", venue.is_auth_by_predecessor_enabled);
    io("is_paused", venue.is_paused);
    io("public_keys", venue.public_keys);
    io("nodes_asked", venue.nodes_asked);
    io("nodes_agreed", venue.nodes_agreed);
}

template std::string encode(const Envelope<Venue>&);
template Result<Envelope<Venue>> decode(std::string_view);
template std::string encode_body(const Venue&);

}  // namespace unrip::messages

#include "messages/lease.hpp"

#include "messages/codec.hpp"

namespace unrip::messages {

void fields(auto& io, Like<Lease> auto& lease) {
    io("account_id", lease.account_id);
    io("role", lease.role);
    io("holder", lease.holder);
    io("epoch", lease.epoch);
    io("taken_at_ms", lease.taken_at_ms);
    io("renewed_at_ms", lease.renewed_at_ms);
    io("expires_at_ms", lease.expires_at_ms);
    io("is_armed", lease.is_armed);
}

template std::string encode_document(const Lease&);
template Result<Lease> decode_document(std::string_view);

}  // namespace unrip::messages

#include "messages/commitments.hpp"

#include "messages/codec.hpp"
#include "messages/shared_fields.hpp"

namespace unrip::messages {

void fields(auto& io, Like<Commitments> auto& commitments) {
    io("account_id", commitments.account_id);
    io("epoch", commitments.epoch);
    io("holder", commitments.holder);
    io("written_at_ms", commitments.written_at_ms);
    io("count_height", commitments.count_height);
    io("nonce_lifetime_max_ms", commitments.nonce_lifetime_max_ms);
    io("batches", commitments.batches);
    io("withheld", commitments.withheld);
}

template std::string encode_document(const Commitments&);
template Result<Commitments> decode_document(std::string_view);

}  // namespace unrip::messages

#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <string_view>

namespace unrip::bus {

/// What a JetStream delivery says about itself in the subject for its acknowledgement.
struct DeliveryFacts {
    std::uint64_t delivered = 0;
    std::uint64_t stream_seq = 0;
    std::uint64_t pending = 0;
    Instant stored_at;
};

/// Reads "$JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.<ns>.<pending>", and
/// the longer form with domain, account and a last token that newer servers may use.
Result<DeliveryFacts> parse_ack_subject(std::string_view subject);

}  // namespace unrip::bus

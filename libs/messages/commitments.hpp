#pragma once

#include "messages/envelope.hpp"
#include "messages/slot_batch.hpp"
#include "messages/withheld.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::messages {

/// All that the account has promised: the one entry per account in the bucket COMMITMENTS, changed
/// only by compare-and-set. An absent entry is never read as no promises.
struct Commitments {
    static constexpr std::string_view kSchema = "commitments/1";

    std::string account_id;          ///< The account; also the entry's key.
    std::uint64_t epoch = 0;         ///< The term of the engine that wrote it: the fence.
    std::string holder;              ///< That engine's instance.
    std::int64_t written_at_ms = 0;  ///< When.
    /// Height of the newest count these caps were checked against.
    std::uint64_t count_height = 0;
    /// The longest lifetime given to a nonce so far: how long to wait where the server may have
    /// forgotten a write.
    std::int64_t nonce_lifetime_max_ms = 0;
    std::vector<SlotBatch> batches;  ///< Every batch with a slot not known dead.
    std::vector<Withheld> withheld;  ///< What withdrawals have asked for.

    friend bool operator==(const Commitments&, const Commitments&) = default;
};

}  // namespace unrip::messages

#pragma once

#include "bus/connection.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "net/task.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::bus {

/// A stream as deploy/nats/streams.json describes it. A bucket is a stream named "KV_<bucket>".
struct StreamPlan {
    std::string name;
    std::vector<std::string> subjects;
    bool discard_new = false;  ///< When full: refuse the newest. Otherwise the oldest goes.
    std::int64_t max_bytes = 0;
    std::int64_t max_message_bytes = 0;
    std::int64_t max_messages_per_subject = 0;  ///< 0: any number. A bucket's history is 1.
    Milliseconds max_age{0};                    ///< 0: for ever.
    Milliseconds duplicate_window{0};           ///< A repeated id within it is stored once.
    std::int64_t replicas = 1;
    bool is_bucket = false;
};

/// Reads deploy/nats/streams.json. Unknown fields are mistakes, and named.
Result<std::vector<StreamPlan>> parse_streams(std::string_view json);

struct StreamChanges {
    std::vector<std::string> created;
    std::vector<std::string> updated;
    std::vector<std::string> unchanged;
};

/// Makes the server's streams like the plan, for the admin job; twice is the same as once. Refused,
/// and nothing touched, when a stream that exists would lose what it holds: a subject taken away,
/// less room or age than its messages need, a changed storage, or old messages discarded where new
/// ones were.
Task<Result<StreamChanges>> apply_streams(
    Connection& connection, const std::vector<StreamPlan>& plan, Milliseconds limit
);

/// For services: that every stream exists and takes the subjects of the plan. Refused: names what
/// is missing.
Task<Result<void>> verify_streams(
    Connection& connection, const std::vector<StreamPlan>& plan, Milliseconds limit
);

}  // namespace unrip::bus

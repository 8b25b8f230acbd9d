#pragma once

#include "bus/connection.hpp"
#include "bus/durable_consumer.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "net/task.hpp"

#include <functional>
#include <string>

namespace unrip::trade_executor {

/// What a stream has stored under a subject since then.
struct Past {
    std::string stream;
    std::string subject;  ///< May hold wildcards.
    Instant since;
};

/// Hands over everything the stream holds of it when this is called, in order. The reader's
/// `name` must be its own: the server remembers it for a moment.
Task<Result<void>> read_past(
    bus::Connection& bus,
    std::string name,
    Past past,
    std::function<void(const bus::Delivery&)> hear
);

}  // namespace unrip::trade_executor

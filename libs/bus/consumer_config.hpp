#pragma once

#include "bus/durable_consumer.hpp"

namespace unrip::bus {

/// Finds the consumer on the server, or makes it. Refused: it is there and reads something else.
Task<Result<void>> bind_consumer(
    Connection& connection, const ConsumerSettings& settings, Milliseconds limit
);

}  // namespace unrip::bus

#pragma once

#include "bus/connection.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "net/task.hpp"

#include <string>
#include <vector>

namespace unrip::bus {

/// For the admin job: readers that remember messages which their stream has not got (any more), as
/// after a loss of power. They would not be given the new messages of the same numbers. They are
/// forgotten, so that whoever reads begins at what there is. Returns their names.
Task<Result<std::vector<std::string>>> forget_lost_readers(
    Connection& connection, std::string stream, Milliseconds limit
);

}  // namespace unrip::bus

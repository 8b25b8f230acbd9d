#pragma once

#include <string>

namespace unrip::messages {

/// What a check measured when it said no, so that a person can be told in numbers.
struct Finding {
    std::string name;   ///< What was measured, with its unit last: price_age_ms.
    std::string value;  ///< What it was.
    std::string limit;  ///< What it may be at most (or at least, where the name says so).

    friend bool operator==(const Finding&, const Finding&) = default;
};

}  // namespace unrip::messages

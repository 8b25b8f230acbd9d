#pragma once

#include "ports.hpp"

#include <string>

namespace unrip::unripctl {

/// Where a quote ended and why, in one or two sentences.
std::string ending(const Json& quote);

/// The whole life of a quote up to there, with every input of the decision, within 80 columns
/// where the words allow it.
std::string why_text(const Json& quote);

}  // namespace unrip::unripctl

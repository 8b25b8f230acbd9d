#pragma once

#include "rubbish/dice.hpp"

#include <string>

namespace unrip::test {

/// Says on every subject what no message of ours is: spoilt examples that can't be read, and noise.
/// So many per example; how many in all.
std::size_t say_rubbish(const std::string& nats_url, Dice& dice, std::size_t per_example);

}  // namespace unrip::test

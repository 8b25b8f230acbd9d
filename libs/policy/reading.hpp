#pragma once

#include "policy/policy.hpp"
#include "policy/section.hpp"

// Internal to libs/policy: each part of the file, read into the struct it belongs to.

namespace unrip::policy {

void read_tokens(Section& root, File& file);
/// After the tokens, the reference and the timing, which the rules of a pair lean on.
void read_pairs(Section& root, File& file);
void read_strategy(Section& root, File& file);
void read_reference(Section section, Reference& reference);
void read_executor(Section section, Executor& executor);
void read_operations(Section& root, File& file);

/// What an executor may sign, settle and lose when the policy does not say: multiples of its
/// largest quote, so that a small account has small limits.
strategy::RollingLimits default_rolling_limits(Amount notional_max);

}  // namespace unrip::policy

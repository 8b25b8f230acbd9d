#pragma once

#include "ports.hpp"

#include <string>
#include <string_view>

// The words of the history (reasons, refusals, failures) as a person says them.

namespace unrip::unripctl {

/// Behind a declined request: "worth more than one quote may be".
std::string decline_phrase(std::string_view reason);
/// Why the executor did not sign.
std::string refusal_phrase(std::string_view refusal);
/// Why the relay's auction did not take the answer.
std::string rejection_phrase(std::string_view rejection);
/// Why the transaction failed.
std::string failure_phrase(std::string_view failure);
/// What a word rests on.
std::string evidence_phrase(std::string_view evidence);

/// What a check measured, with units: "6.2 s; the limit is 5.0 s". Empty without a finding.
std::string measured(const Json& finding);

/// "btc" is BTC, "eure" is EURe.
std::string symbol_of(std::string_view slug);
std::string base_symbol(std::string_view pair);
std::string quote_symbol(std::string_view pair);

}  // namespace unrip::unripctl

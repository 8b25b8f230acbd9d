#pragma once

#include "chain/salts.hpp"
#include "chain/verdict.hpp"
#include "core/time.hpp"
#include "near/nonce.hpp"

#include <optional>

namespace unrip::sandbox {

/// What the bytes of a nonce say. Read here once more and apart from the maker's own codec: a
/// mistake there must show here.
struct NonceParts {
    near::Salt salt{};
    Instant deadline;
};

/// Nothing for a legacy nonce, which is any 32 bytes without the mark or with another version.
std::optional<NonceParts> parts_of(const near::Nonce& nonce);

/// Salt, then the two deadlines, in the contract's order. Whether it was used is asked elsewhere.
Verdict judge_nonce(
    const near::Nonce& nonce,
    Instant intent_deadline,
    Instant now,
    const Salts& salts,
    bool legacy_allowed
);

}  // namespace unrip::sandbox

#pragma once

#include "core/int128.hpp"
#include "core/time.hpp"
#include "near/token_id.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace unrip::near {

/// One token's part of a trade, from the signer's view: positive is received, negative is given.
struct Delta {
    AssetId token;
    i128 amount = 0;
};

struct TokenDiff {
    std::vector<Delta> diff;  ///< written in this order
    std::optional<std::string> memo;
    std::optional<std::string> referral;  ///< an account id
};

/// The delta as the Verifier reads it: a decimal with at most one sign, within 128 bits. Zero is
/// read, though an intent with a zero delta is invalid.
Result<i128> parse_delta(std::string_view text);

/// The text that is signed and sent, both exactly as returned here: the hash covers its bytes, so
/// it is never written a second time. Compact JSON, keys in the order signer_id, deadline, intents;
/// the deadline in whole milliseconds.
///
/// Refuses what the Verifier would: no deltas, a zero delta, a token named twice, ids it can't
/// read; and a memo that is not UTF-8.
Result<std::string> token_diff_message(
    std::string_view signer_id, Instant deadline, const TokenDiff& intent
);

/// Does nothing but use up its nonce, so that whatever else was signed with it is void.
Result<std::string> empty_message(std::string_view signer_id, Instant deadline);

/// Around intents that were written as JSON elsewhere: `intents_json` is an array.
Result<std::string> intents_message(
    std::string_view signer_id, Instant deadline, std::string_view intents_json
);

}  // namespace unrip::near

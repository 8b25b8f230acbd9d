#pragma once

#include "core/time.hpp"
#include "strategy/slot_facts.hpp"

#include <optional>
#include <vector>

namespace unrip::strategy {

// "Expired" is a claim about the past, and it needs a proof. Without one a quote's end is unknown.

/// A promise whose end is to be proven.
struct EndingQuote {
    Instant deadline;
    Instant nonce_deadline;
    AssetId asset_in;
    AssetId asset_out;
};

/// The books at one count: per token, what was counted, and what it should be by all that is known.
/// One such reading serves any number of quotes.
struct BooksReading {
    struct Line {
        AssetId asset;
        i128 counted = 0;
        i128 baseline = 0;
        i128 fills = 0;  ///< Known ones, up to the count's block.
        i128 flows = 0;  ///< Known deposits and withdrawals, up to the count's block.
    };
    Instant block_time;
    std::vector<Line> lines;
};

/// `is_nonce_used`, read at one final block.
struct NonceReading {
    Instant block_time;
    bool is_used = false;
    bool is_salt_valid = false;
};

/// What a quote's expiry rests on.
enum class ExpiryProof {
    none,           ///< It can't be told: `unknown`.
    books_balance,  ///< Nothing unknown was executed.
    nonce_unused,   ///< The contract says so, at a time when it would know.
};

/// A quote that balances the books was not executed: every execution would show in them.
ExpiryProof prove_expired(const EndingQuote& quote, const BooksReading& books);

/// Past the nonce's deadline the contract forgets it, and without the salt it never looks: in both
/// cases "not used" says nothing.
ExpiryProof prove_expired(const EndingQuote& quote, const NonceReading& nonce);

}  // namespace unrip::strategy

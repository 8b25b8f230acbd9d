#include "strategy/expiry.hpp"

#include <algorithm>

namespace unrip::strategy {
namespace {

bool balances(const BooksReading& books, const AssetId& asset) {
    const auto line =
        std::find_if(books.lines.begin(), books.lines.end(), [&](const BooksReading::Line& entry) {
            return entry.asset == asset;
        });
    if (line == books.lines.end()) return false;
    const auto traded = add(line->baseline, line->fills);
    if (!traded) return false;
    const auto expected = add(*traded, line->flows);
    return expected && *expected == line->counted;
}

}  // namespace

ExpiryProof prove_expired(const EndingQuote& quote, const BooksReading& books) {
    const bool is_proven = books.block_time > quote.deadline && balances(books, quote.asset_in) &&
                           balances(books, quote.asset_out);
    return is_proven ? ExpiryProof::books_balance : ExpiryProof::none;
}

ExpiryProof prove_expired(const EndingQuote& quote, const NonceReading& nonce) {
    const bool is_proven = !nonce.is_used && nonce.is_salt_valid &&
                           nonce.block_time > quote.deadline &&
                           nonce.block_time <= quote.nonce_deadline;
    return is_proven ? ExpiryProof::nonce_unused : ExpiryProof::none;
}

}  // namespace unrip::strategy

#pragma once

#include "core/asset_id.hpp"
#include "core/ids.hpp"
#include "core/price.hpp"
#include "core/time.hpp"
#include "near/bytes.hpp"
#include "near/nonce.hpp"
#include "quote_record.hpp"

#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace unrip::trade_executor {

struct Followed;

/// By the bytes of the quote's hash; these are evenly spread already.
struct HashOfHash {
    std::size_t operator()(const near::Hash& hash) const noexcept {
        std::size_t part = 0;
        std::memcpy(&part, hash.data(), sizeof part);
        return part;
    }
};
using FollowedQuotes = std::unordered_map<near::Hash, Followed, HashOfHash>;
using FollowedEntry = std::pair<const near::Hash, Followed>;

/// What quotes under one nonce have in common; kept once, as long as one of them is followed.
struct Ground {
    std::string pair;
    SlotId slot;
    std::string nonce_text;
    near::Nonce nonce{};
    Instant nonce_deadline;
    AssetId asset_in;
    AssetId asset_out;
    std::vector<FollowedEntry*> quotes;
};

/// The executor's own reference at the signing; many quotes share one.
struct SigningPrice {
    Price price;
    MessageId id;
};

/// What the relay said of a quote; of most it never says anything.
struct Taken {
    std::optional<std::string> tx_hash;
    std::optional<std::string> intent_hash;
    std::optional<MessageId> quote_status_id;
};

/// A signed quote on its way to its end. There may be tens of thousands, so it holds only what its
/// last word needs, and each takes about a fifth of a kilobyte.
struct Followed {
    Ground* ground = nullptr;
    std::shared_ptr<const SigningPrice> signed_at_price;
    QuoteRecord record;
    Instant deadline;
    Instant signed_at;
    std::unique_ptr<Taken> taken;
    std::uint32_t place_on_ground = 0;
    std::uint32_t place_in_its_second = 0;
    bool is_matched = false;
    bool has_failed = false;  ///< One transaction failed; another may still come.
    /// Its nonce was seen used, and it was said that nobody knows by what.
    bool is_in_doubt = false;

    std::optional<std::string> tx_hash() const { return taken ? taken->tx_hash : std::nullopt; }
};

}  // namespace unrip::trade_executor

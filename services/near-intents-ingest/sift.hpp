#pragma once

#include "core/asset_id.hpp"
#include "policy/policy.hpp"
#include "venue/relay/relay_events.hpp"
#include "venue/relay/relay_requests.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace unrip::near_intents_ingest {

/// Why a request that could be read goes no further.
enum class Sifted {
    unknown_asset,     ///< One of its tokens is none of the policy's.
    unsupported_pair,  ///< Both are, but nobody trades one for the other.
    leading_zeros,     ///< Its amount is not written as we would sign it.
};

std::string_view to_text(Sifted sifted);

/// The pairs of the policy: what is asked for anything else stops here.
class Sieve {
  public:
    explicit Sieve(const policy::File& policy);

    /// The name of the pair it asks for, or why it stops here.
    std::variant<std::string, Sifted> look(const venue::RelayQuoteRequest& request) const;

    /// What the relay is asked to tell us of.
    venue::TokenFilter filter() const;

  private:
    std::vector<AssetId> tokens_;
    std::map<std::pair<AssetId, AssetId>, std::string> pairs_;
    bool has_filter_ = true;
};

}  // namespace unrip::near_intents_ingest

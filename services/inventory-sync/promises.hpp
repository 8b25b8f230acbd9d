#pragma once

#include "core/time.hpp"
#include "messages/commitments.hpp"
#include "near/nonce.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::inventory_sync {

/// When promises end, and which salts stand in their nonces. A promise is known dead only by a
/// count past its end, so while there is none, counting sooner frees funds sooner.
class Promises {
  public:
    /// A quote was signed with this deadline.
    void quote_ends(Instant deadline);
    /// The account's promises as they are written down.
    void hear(const messages::Commitments& commitments);

    /// Whether something ended after `counted`, the time of the block counted last, at most
    /// `within` ago.
    bool ended_since(Instant counted, Instant now, Milliseconds within) const;
    std::optional<Instant> next_end(Instant now) const;

    /// Salts of nonces that may still be open, beside the current one, each of which is remembered
    /// as long as a nonce made with it could live.
    std::vector<near::Salt> earlier_salts(const near::Salt& current, Instant now);

    /// Ends before this matter no more.
    void forget_before(Instant time);

  private:
    static constexpr std::size_t kEndsMax = 100'000;
    static constexpr std::size_t kSaltsMax = 16;

    void end_at(Instant time);
    void remember_salt(const near::Salt& salt, Instant until);

    std::set<std::int64_t> ends_;  ///< In whole seconds since 1970, rounded up.
    std::map<near::Salt, Instant> salts_;
    std::optional<near::Salt> current_;
    Milliseconds nonce_lifetime_max_{3'600'000};
};

}  // namespace unrip::inventory_sync

#pragma once

#include "chain/ledger.hpp"
#include "chain/signed_intent.hpp"
#include "relay/quote_request.hpp"
#include "relay/relay_rules.hpp"

#include <functional>
#include <queue>
#include <string>
#include <unordered_map>
#include <vector>

namespace unrip::sandbox {

/// A solver's signed answer that may win.
struct Offer {
    u128 amount_in = 0;   ///< What the solver receives.
    u128 amount_out = 0;  ///< What the solver gives.
    SignedIntent intent;  ///< Its hash is the quote hash.
};

/// How an auction came out.
struct AuctionResult {
    QuoteRequest request;
    std::vector<Offer> offers;          ///< Best first; of equal ones the earlier.
    std::vector<std::string> refusals;  ///< JSON objects of solvers who would not.
};

/// Requests that wait for answers. Pure: time comes in.
class Auctions {
  public:
    using Done = std::function<void(AuctionResult&)>;

    struct Open {
        std::uint64_t serial = 0;
        Tick begun;
        Instant published;
        Tick hard_end;
        bool past_grace = false;
        AuctionResult so_far;
        std::vector<std::size_t>
            heard;  ///< The solvers that have answered, by the hash of their name.
        Done done;
    };

    /// False when a request of this id is open, or too many are.
    bool open(
        QuoteRequest request, Tick now, Instant published, const RelayRules& rules, Done done
    );

    Open* find(std::string_view quote_id);

    /// After an answer was added: behind the grace it ends the auction.
    void answered(Open& auction);

    /// Ends what is due.
    void advance(Tick now);

    /// Nobody hears how they came out, except that nothing was offered.
    void end_all();

    std::size_t size() const { return by_serial_.size(); }

  private:
    struct Due {
        Tick at;
        std::uint64_t serial = 0;

        bool operator>(const Due& other) const { return at > other.at; }
    };

    void finish(Open& auction);

    std::unordered_map<std::uint64_t, Open> by_serial_;
    ByText<std::uint64_t> serials_;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
    std::uint64_t opened_ = 0;
};

}  // namespace unrip::sandbox

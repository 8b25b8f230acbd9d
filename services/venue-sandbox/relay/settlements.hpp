#pragma once

#include "chain/chain.hpp"
#include "relay/auctions.hpp"
#include "relay/quote_request.hpp"

#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace unrip::sandbox {

/// From a taker's yes to the chain's verdict.
class Settlements {
  public:
    enum class Stage { pending, broadcasted, settled, failed };

    struct Known {
        Stage stage = Stage::pending;
        std::string tx_hash;
    };

    /// Told what happens to each quote of a settlement. `reason` is of a failure.
    using Told =
        std::function<void(const StatusEvent&, StatusKind, const Offer&, std::string_view reason)>;

    Settlements(Chain& chain, Told told) : chain_{chain}, told_{std::move(told)} {}

    /// Joins them; the transaction goes out at `due`. False when the user's intent is known
    /// already.
    bool publish(SignedIntent user, std::vector<Offer> offers, Tick due);
    void advance(Tick now);

    const Known* find(std::string_view intent_hash) const;

  private:
    struct Waiting {
        Tick due;
        SignedIntent user;
        std::vector<Offer> offers;
    };

    void send(Waiting waiting);
    void remember(const std::string& intent_hash);

    Chain& chain_;
    Told told_;
    std::deque<Waiting> waiting_;
    ByText<Known> known_;
    std::deque<std::string> order_;

    static constexpr std::size_t kRemembered = 100'000;
};

}  // namespace unrip::sandbox

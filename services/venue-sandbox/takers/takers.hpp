#pragma once

#include "relay/relay.hpp"
#include "takers/asking.hpp"
#include "takers/purse.hpp"
#include "world/world.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace unrip::sandbox {

struct TakerStats {
    std::uint64_t asked = 0;
    std::uint64_t skipped = 0;     ///< Requests that the process was too slow to make.
    std::uint64_t unanswered = 0;  ///< Nobody offered anything.
    std::uint64_t too_dear = 0;    ///< The best offer was not good enough.
    std::uint64_t probed = 0;      ///< Dry requests that were answered.
    std::uint64_t taken = 0;
    std::uint64_t refused = 0;  ///< Taken, and turned down by the relay.
};

/// Everybody who asks for quotes, as the world's scenario has them. The owner calls `advance` each
/// millisecond or so.
class Takers {
  public:
    /// Told of each request that goes out.
    using Asked = std::function<void(const std::string& group, const Ask& ask)>;

    /// All are borrowed.
    Takers(Relay& relay, World& world, Chain& chain);

    /// Makes the requests that are due by now. Groups, rates and tastes are read from the scenario
    /// anew each time.
    void advance(Instant now);

    void on_asked(Asked asked) { asked_ = std::move(asked); }
    void pause(bool paused) { paused_ = paused; }

    const std::map<std::string, TakerStats>& stats() const { return stats_; }
    /// A JSON object, one entry for each group.
    std::string stats_json() const;

  private:
    struct Group {
        explicit Group(Purse money) : purse{std::move(money)} {}

        Purse purse;
        std::uint64_t number = 0;  ///< Of the request that comes next.
        Instant due;
        bool is_scheduled = false;
    };

    Group& group_of(const TakerPlan& plan);
    void advance(const TakerPlan& plan, Instant now);
    void ask(const TakerPlan& plan, std::uint64_t number, Instant at);
    void decide(const TakerPlan& plan, const Ask& ask, AuctionResult& result);
    bool take(const TakerPlan& plan, Offer offer, const QuoteRequest& request);

    Relay& relay_;
    World& world_;
    Chain& chain_;
    Instant now_;
    bool paused_ = false;
    bool has_begun_ = false;
    std::map<std::string, std::unique_ptr<Group>> groups_;
    std::map<std::string, TakerStats> stats_;
    Asked asked_;
};

}  // namespace unrip::sandbox

#pragma once

#include "bridge/bridge.hpp"
#include "chain/chain.hpp"
#include "door/door.hpp"
#include "exchanges/exchanges.hpp"
#include "near_rpc/near_node.hpp"
#include "relay/relay.hpp"
#include "takers/competitor.hpp"
#include "takers/takers.hpp"
#include "venue_faults.hpp"
#include "world/world.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace unrip::sandbox {

/// The whole outside world in one place: the true prices, the exchanges that follow them, the
/// chain, the relay, the bridge, those who trade there, and the door behind which everybody lives.
class Sandbox {
  public:
    /// The clock must outlive it. The world begins now.
    Sandbox(const boost::asio::any_io_executor& executor, const Clock& clock, Scenario scenario);
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;

    /// Gives the maker what the scenario says it has.
    Result<void> furnish_maker();

    Result<void> open(const std::string& address, std::uint16_t port);

    /// Turns the world until it is cancelled (operation_aborted is thrown).
    Task<void> run();
    Task<void> close() { return door_.close(); }

    /// Other rates, exchanges, regimes and limits from now on.
    Result<void> change(Scenario scenario, Instant now);

    /// Lets something go wrong, as POST /faults and a scenario's `faults` say it. Returns what was
    /// done, in words.
    Result<std::string> order_fault(std::string_view order, Instant now);

    World& world() { return world_; }
    const World& world() const { return world_; }
    Chain& chain() { return chain_; }
    const Chain& chain() const { return chain_; }
    Relay& relay() { return relay_; }
    BridgeBook& bridge_book() { return bridge_book_; }
    NearNode& near_node() { return near_node_; }
    const Takers& takers() const { return takers_; }
    const Competitor& competitor() const { return competitor_; }
    VenueFaults& venue_faults() { return venue_faults_; }
    const VenueFaults& venue_faults() const { return venue_faults_; }
    Faults& faults() { return faults_; }
    const Faults& faults() const { return faults_; }
    Door& door() { return door_; }
    const Door& door() const { return door_; }
    const std::vector<std::unique_ptr<Exchange>>& exchanges() const { return exchanges_; }

    /// Why a fault of the scenario did not come; empty while all did.
    const std::string& last_mistake() const { return last_mistake_; }

    /// The settings with which our services meet this world instead of the true one.
    std::vector<std::pair<std::string, std::string>> environment() const;

  private:
    void add_exchange(Exchange& exchange);
    void add_relay();
    void add_near_node();
    void add_bridge();
    void beat(Instant now);
    void do_what_is_scheduled(Instant now);

    const Clock& clock_;
    std::size_t scheduled_done_ = 0;  ///< So many of the scenario's faults have come.
    World world_;
    Chain chain_;
    Relay relay_;
    NearNode near_node_{chain_};
    BridgeBook bridge_book_;
    Bridge bridge_{bridge_book_};
    Takers takers_{relay_, world_, chain_};
    Competitor competitor_{relay_, world_, chain_};
    Faults faults_;
    VenueFaults venue_faults_{chain_, near_node_, bridge_book_, relay_};
    std::vector<std::unique_ptr<Exchange>> exchanges_;
    std::string address_;
    std::string last_mistake_;
    Door door_;
};

}  // namespace unrip::sandbox

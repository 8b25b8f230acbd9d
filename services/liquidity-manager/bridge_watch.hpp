#pragma once

#include "book.hpp"
#include "chain.hpp"
#include "observe.hpp"
#include "policy/sections.hpp"
#include "terms.hpp"
#include "venue/bridge/bridge_client.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::liquidity_manager {

/// Asks the bridge at a calm pace: which tokens it carries, where deposits go, and which are on
/// their way.
class BridgeWatch {
  public:
    /// Borrows all of them.
    BridgeWatch(
        runtime::Service& service,
        venue::BridgeClient& bridge,
        Chain& chain,
        Book& book,
        Observe& observe,
        const Terms& terms,
        policy::Liquidity policy
    );

    /// Runs until it is cancelled.
    Task<void> run();

    /// Asks everything again now.
    void refresh();

    /// The bridge's terms for a token; null when it does not carry it, or was not heard yet.
    const venue::BridgeToken* token(const AssetId& asset) const;
    bool has_heard_tokens() const { return !tokens_.empty(); }
    const std::vector<std::string>& wrong_decimals() const { return wrong_decimals_; }
    /// By chain.
    const std::map<std::string, venue::DepositAddress>& addresses() const { return addresses_; }

  private:
    Task<void> ask_tokens();
    Task<void> ask_addresses();
    Task<void> ask_deposits(std::string chain);
    Task<bool> take(std::vector<venue::BridgeDeposit> told);
    Task<std::optional<std::uint64_t>> credited_at(const venue::BridgeDeposit& deposit);
    bool is_due(const std::optional<Tick>& last, Milliseconds every) const;

    runtime::Service& service_;
    venue::BridgeClient& bridge_;
    Chain& chain_;
    Book& book_;
    Observe& observe_;
    const Terms& terms_;
    const policy::Liquidity policy_;
    std::vector<venue::BridgeToken> tokens_;
    std::optional<Tick> heard_at_;
    std::vector<std::string> wrong_decimals_;
    std::map<std::string, venue::DepositAddress> addresses_;
    std::optional<Tick> addresses_at_;
    net::Event wanted_;
    std::map<std::string, int> tries_;  ///< To find the block of a credit, by action.
};

}  // namespace unrip::liquidity_manager

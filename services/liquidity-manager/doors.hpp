#pragma once

#include "book.hpp"
#include "bridge_watch.hpp"
#include "chain.hpp"
#include "checks.hpp"
#include "requests.hpp"
#include "runtime/control.hpp"
#include "venue/bridge/bridge_client.hpp"

#include <functional>
#include <optional>
#include <string>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::liquidity_manager {

/// What people can ask of this process on its control port.
class Doors {
  public:
    /// How things stand, asked at every request.
    struct World {
        std::function<Locks()> locks;
        std::function<std::optional<Counted>()> counted;
    };

    /// Borrows all of them, and answers from now on.
    Doors(
        runtime::Service& service,
        Book& book,
        const Chain& chain,
        venue::BridgeClient& bridge,
        BridgeWatch& watch,
        const Terms& terms,
        World world
    );

  private:
    using Request = runtime::ControlRequest;
    using Response = runtime::ControlResponse;

    /// A withdrawal that was asked for, examined as far as no other process is needed.
    struct Wanted {
        const TokenTerms* token = nullptr;
        Amount amount;
        std::string address;
    };

    Task<Response> estimate_withdrawal(Request request);
    Task<Response> withdraw(Request request);
    Task<Response> track(Request request);
    Response freeze(const Request& request);
    Response show_one(const Request& request) const;

    Checked<Wanted> examine(const WithdrawRequest& asked) const;
    Task<Checked<Estimate>> ask_bridge(Wanted wanted);
    Task<Response> begin(messages::LiquidityAction first);
    messages::LiquidityAction first_of(const WithdrawRequest& asked, const Request& request) const;
    std::optional<Response> answer_again(
        const WithdrawRequest& asked, const std::optional<std::string>& key
    ) const;
    Amount asked_already(const AssetId& asset) const;
    Response shown(std::string_view action_id, int status) const;

    runtime::Service& service_;
    Book& book_;
    const Chain& chain_;
    venue::BridgeClient& bridge_;
    BridgeWatch& watch_;
    const Terms& terms_;
    World world_;
};

}  // namespace unrip::liquidity_manager

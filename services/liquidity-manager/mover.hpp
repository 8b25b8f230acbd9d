#pragma once

#include "book.hpp"
#include "chain.hpp"
#include "checks.hpp"
#include "doubts.hpp"
#include "observe.hpp"
#include "policy/sections.hpp"
#include "room.hpp"
#include "venue/bridge/bridge_client.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::liquidity_manager {

/// Takes every action to its end, one after the other, the only one who signs and sends.
class Mover {
  public:
    /// Borrows all of them; `locks` says how things stand now.
    Mover(
        runtime::Service& service,
        Book& book,
        Chain& chain,
        venue::BridgeClient& bridge,
        Rooms& rooms,
        Observe& observe,
        policy::Liquidity policy,
        std::function<Locks()> locks
    );

    /// Runs until it is cancelled.
    Task<void> run();

    /// What an execution that is about to be written shall call; not kept over a restart.
    void will_call(std::string action_id, near::FunctionCall call);

  private:
    using Action = messages::LiquidityAction;

    Task<void> load();
    Task<void> advance(std::string action_id);
    Task<void> begin(Action action);
    Task<void> make_room(Action action);
    Task<void> sign(Action action, near::FunctionCall call, std::optional<Room> room);
    Task<Result<void>> record(
        Action action, std::optional<Room> room, near::PreparedTransaction prepared
    );
    Task<void> follow(Action action);
    Task<void> settle(std::string action_id, near::SendReport report);
    Task<void> settle_final(Action action, near::SendReport report);
    Task<void> doubt(Action action, near::SendReport report);
    Task<void> ask_bridge(Action action);
    Task<void> write(const Action& action, Happening happening);

    bool is_due(const std::string& action_id, Milliseconds every);
    bool is_something_in_flight() const;
    bool may_send(const Action& action) const;

    runtime::Service& service_;
    Book& book_;
    Chain& chain_;
    venue::BridgeClient& bridge_;
    Rooms& rooms_;
    Observe& observe_;
    const policy::Liquidity policy_;
    std::function<Locks()> locks_;
    std::map<std::string, near::FunctionCall> calls_;
    std::map<std::string, Tick> last_look_;
    Doubts doubts_;
};

}  // namespace unrip::liquidity_manager

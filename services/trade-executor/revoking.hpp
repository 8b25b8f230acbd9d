#pragma once

#include "burns.hpp"
#include "bus/connection.hpp"
#include "chain_reader.hpp"
#include "memory.hpp"
#include "messages/block.hpp"
#include "messages/execute_intents.hpp"
#include "near/secret_key.hpp"
#include "net/task.hpp"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::trade_executor {

/// Burns nonces: signs intents that do nothing under the nonces of slots, so that whatever was
/// signed on them is void once they are executed. liquidity-manager sends them.
class Revoking {
  public:
    struct Surroundings {
        runtime::Service& service;
        bus::Connection& bus;
        Memory& memory;
        ChainReader& chain;
        const near::SecretKey& key;
        std::function<bool()> is_in_charge;
        /// The chain says that this nonce is used.
        std::function<void(const near::Nonce&, const messages::Block&)> on_used;
    };

    explicit Revoking(Surroundings surroundings) : around_{std::move(surroundings)} {}

    struct Sent {
        std::string action_id;
        std::size_t slots = 0;
        messages::ExecutionVerdict verdict = messages::ExecutionVerdict::refused;
        std::string tx_hash;
        std::string detail;
    };

    /// Slots on which something was signed; with `all` every one that may still be used. Nothing
    /// more is signed on them from here on, whatever becomes of the request.
    Task<std::vector<Sent>> revoke(bool all, std::string reason);

    /// Burns what the engine asks for while this process is in charge, armed or not, and asks
    /// again while nobody takes it, or while the nonces are not used when it has ended; a few
    /// times. Until cancelled.
    Task<void> run();

    /// What becomes of the transactions.
    void hear(const messages::LiquidityAction& action) { burns_.heard(action); }

    std::size_t under_way() const { return burns_.under_way() + ended_.size(); }
    const std::vector<Sent>& last() const { return last_; }

  private:
    Task<std::vector<Sent>> burn(std::vector<SlotId> slots, std::string reason);
    Task<void> look_after_the_ended();
    Task<Sent> send(std::vector<SlotId> slots, std::string reason);
    std::string name_for(const std::vector<SlotId>& slots);

    /// Under which name slots were asked for, and how often.
    struct Name {
        std::string text;
        int times = 0;
    };

    Surroundings around_;
    Burns burns_;
    std::vector<SlotId> ended_;  ///< The chain is to be asked about their nonces.
    std::uint64_t sent_ = 0;
    std::map<std::vector<SlotId>, Name> refused_;
    std::vector<Sent> last_;
};

}  // namespace unrip::trade_executor

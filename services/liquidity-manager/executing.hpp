#pragma once

#include "book.hpp"
#include "bus/connection.hpp"
#include "chain.hpp"
#include "messages/execute_intents.hpp"
#include "mover.hpp"
#include "net/channel.hpp"
#include "observe.hpp"

#include <optional>
#include <string>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::liquidity_manager {

/// Answers trade-executor's requests to execute signed intents: recorded and on its way, or why
/// not. Works while withdrawals are frozen: an empty intent moves nothing, and whoever has it could
/// execute it himself.
class Executing {
  public:
    /// Borrows all of them, and hears from now on.
    Executing(
        runtime::Service& service,
        bus::Connection& bus,
        Book& book,
        const Chain& chain,
        Mover& mover,
        Observe& observe
    );

    /// Runs until it is cancelled.
    Task<void> run();

  private:
    struct Asked {
        messages::Envelope<messages::ExecuteIntents> envelope;
        bus::Incoming incoming;
    };

    Task<messages::ExecuteIntentsReply> answer(Asked asked);
    Task<Result<void>> begin(Asked asked, near::FunctionCall call);
    Task<messages::ExecuteIntentsReply> await_signing(std::string action_id);
    void reply(const Asked& asked, messages::ExecuteIntentsReply body);

    runtime::Service& service_;
    bus::Connection& bus_;
    Book& book_;
    const Chain& chain_;
    Mover& mover_;
    Observe& observe_;
    net::Channel<Asked> inbox_;
    bus::Subscription subscription_;
};

}  // namespace unrip::liquidity_manager

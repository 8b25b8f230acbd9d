#include "executing.hpp"

#include "action_life.hpp"
#include "bus/typed.hpp"
#include "checks.hpp"
#include "net/sleep.hpp"
#include "runtime/service.hpp"

#include <utility>

namespace unrip::liquidity_manager {
namespace {

using messages::ExecuteIntentsReply;
using messages::ExecutionVerdict;
using messages::LiquidityAction;
using messages::LiquidityKind;
using messages::LiquidityState;

constexpr std::size_t kWaiting = 64;
constexpr Milliseconds kLookAgain{50};
/// Less than whoever asks waits for an answer.
constexpr std::chrono::seconds kSigningMax{8};

ExecuteIntentsReply refused(std::string action_id, std::string why) {
    ExecuteIntentsReply reply;
    reply.action_id = std::move(action_id);
    reply.verdict = ExecutionVerdict::refused;
    reply.detail = std::move(why);
    return reply;
}

}  // namespace

Executing::Executing(
    runtime::Service& service,
    bus::Connection& bus,
    Book& book,
    const Chain& chain,
    Mover& mover,
    Observe& observe
)
    : service_{service},
      bus_{bus},
      book_{book},
      chain_{chain},
      mover_{mover},
      observe_{observe},
      inbox_{service.executor(), kWaiting, net::Overflow::refuse_newest},
      subscription_{bus::subscribe<messages::ExecuteIntents>(
          bus,
          {kWaiting, net::Overflow::refuse_newest},
          [this](messages::Envelope<messages::ExecuteIntents> envelope, const bus::Incoming& in) {
              Asked asked{std::move(envelope), in};
              auto name = asked.envelope.body.action_id;
              if (inbox_.try_send(asked)) return;
              reply(asked, refused(std::move(name), "too many executions are waiting"));
          },
          [this](const bus::Incoming& in, const Error& error) {
              observe_.not_done("chain.execute_intents", error);
              Asked asked;
              asked.incoming = in;
              reply(asked, refused("unreadable", error.detail));
          }
      )} {}

Task<void> Executing::run() {
    while (true) {
        const auto asked = co_await inbox_.receive();
        auto body = co_await answer(asked);
        reply(asked, std::move(body));
    }
}

Task<ExecuteIntentsReply> Executing::answer(Asked asked) {
    const auto& request = asked.envelope.body;
    const auto name = request.action_id;
    if (const auto why = why_not_execute(request, chain_.account_id(), chain_.contract())) {
        co_return refused(name, *why);
    }
    if (!book_.is_loaded()) co_return refused(name, "liquidity-manager is still starting");
    if (const auto* known = book_.find(name)) {
        if (known->action.kind != LiquidityKind::execution) {
            co_return refused(name, "this action_id belongs to something else");
        }
        co_return co_await await_signing(name);
    }
    if (!chain_.can_sign()) co_return refused(name, "NEAR_ACCOUNT_PRIVATE_KEY is not set");
    auto call = execute_call(request);
    if (!call) co_return refused(name, call.error().detail);
    const auto begun = co_await begin(std::move(asked), std::move(*call));
    if (!begun) co_return refused(name, "it was not recorded: " + begun.error().detail);
    co_return co_await await_signing(name);
}

Task<Result<void>> Executing::begin(Asked asked, near::FunctionCall call) {
    LiquidityAction first;
    first.action_id = asked.envelope.body.action_id;
    first.kind = LiquidityKind::execution;
    first.state = LiquidityState::requested;
    first.step = 1;
    first.account_id = chain_.account_id();
    first.requested_by = asked.envelope.source;
    first.detail = asked.envelope.body.reason;
    mover_.will_call(first.action_id, std::move(call));
    auto cause = asked.envelope.id;
    co_return co_await book_.write(std::move(first), std::move(cause));
}

/// Taken is said when the signed transaction is recorded; what becomes of it is told on
/// ops.liquidity_action. An execution that has ended already is answered with its end.
Task<ExecuteIntentsReply> Executing::await_signing(std::string action_id) {
    const auto until = service_.clock().tick() + kSigningMax;
    while (service_.clock().tick() < until) {
        const auto action = book_.find(action_id)->action;
        if (action.tx_hash) {
            ExecuteIntentsReply reply;
            reply.action_id = action_id;
            reply.verdict = ExecutionVerdict::taken;
            reply.tx_hash = action.tx_hash;
            reply.detail = std::string{messages::to_text(action.state)} +
                           (action.detail ? ": " + *action.detail : "");
            co_return reply;
        }
        if (is_over(action)) {
            co_return refused(std::move(action_id), action.detail.value_or("it was given up"));
        }
        co_await net::sleep_for(kLookAgain);
    }
    co_return refused(
        std::move(action_id), "it is recorded and not signed yet: ask again with the same action_id"
    );
}

void Executing::reply(const Asked& asked, ExecuteIntentsReply body) {
    messages::Envelope<ExecuteIntentsReply> envelope;
    envelope.id = MessageId{"exr-" + body.action_id};
    envelope.cause = asked.envelope.id;
    envelope.source = std::string{service_.name()} + "/" + service_.instance();
    envelope.sent_at_ms = to_unix_ms(service_.clock().now());
    envelope.body = std::move(body);
    const auto told = bus::reply(bus_, asked.incoming, envelope);
    if (!told) observe_.not_done("chain.execute_intents", told.error());
}

}  // namespace unrip::liquidity_manager

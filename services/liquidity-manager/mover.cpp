#include "mover.hpp"

#include "net/backoff.hpp"
#include "net/sleep.hpp"
#include "runtime/fault_point.hpp"
#include "runtime/service.hpp"

#include <algorithm>
#include <utility>

namespace unrip::liquidity_manager {
namespace {

using messages::LiquidityKind;
using messages::LiquidityState;

constexpr Milliseconds kLook{1'000};
constexpr Milliseconds kBeat{250};
constexpr Milliseconds kAskRoomAgain{5'000};
constexpr net::BackoffSettings kLoadAgain{Milliseconds{250}, Milliseconds{5'000}};
constexpr auto kSigning = "/signing";

}  // namespace

Mover::Mover(
    runtime::Service& service,
    Book& book,
    Chain& chain,
    venue::BridgeClient& bridge,
    Rooms& rooms,
    Observe& observe,
    policy::Liquidity policy,
    std::function<Locks()> locks
)
    : service_{service},
      book_{book},
      chain_{chain},
      bridge_{bridge},
      rooms_{rooms},
      observe_{observe},
      policy_{std::move(policy)},
      locks_{std::move(locks)} {}

void Mover::will_call(std::string action_id, near::FunctionCall call) {
    calls_.insert_or_assign(std::move(action_id), std::move(call));
}

Task<void> Mover::run() {
    co_await load();
    while (true) {
        const auto unfinished = book_.unfinished();
        for (const auto& action_id : unfinished) {
            co_await advance(action_id);
        }
        co_await book_.wait(kBeat);
    }
}

Task<void> Mover::load() {
    net::Backoff backoff{kLoadAgain};
    while (!book_.is_loaded()) {
        const auto loaded = co_await book_.load();
        if (loaded) break;
        observe_.book_away(loaded.error());
        co_await net::sleep_for(backoff.next());
    }
    observe_.book_read(book_.pages().size());
}

/// No step is taken before the one before it is in its stream.
Task<void> Mover::advance(std::string action_id) {
    if (!book_.find(action_id)->is_said) {
        const auto said = co_await book_.say(action_id);
        if (!said) {
            observe_.not_done("ops.liquidity_action", said.error());
            co_return;
        }
    }
    const auto action = book_.find(action_id)->action;
    switch (action.state) {
        case LiquidityState::requested:
            co_await begin(action);
            break;
        case LiquidityState::reserving:
            co_await make_room(action);
            break;
        case LiquidityState::prepared:
        case LiquidityState::sent:
            co_await follow(action);
            break;
        case LiquidityState::executed:
        case LiquidityState::bridging:
            if (action.kind == LiquidityKind::withdrawal) co_await ask_bridge(action);
            break;
        default:
            break;
    }
}

Task<void> Mover::begin(Action action) {
    if (action.kind == LiquidityKind::withdrawal) {
        const auto age = service_.clock().now() - book_.find(action.action_id)->since;
        if (age > policy_.room_wait_max) {
            GivenUp given{"withdrawals were not possible for too long: ask again"};
            co_await write(action, std::move(given));
        } else if (!locked(locks_())) {
            RoomAsked asked;
            co_await write(action, asked);
        }
        co_return;
    }
    const auto call = calls_.find(action.action_id);
    if (call == calls_.end()) {
        GivenUp given{"the process ended before anything was signed: ask again"};
        co_await write(action, std::move(given));
        co_return;
    }
    auto what = call->second;
    co_await sign(std::move(action), std::move(what), std::nullopt);
}

/// Transactions of one key take effect in the order of their nonces: the next withdrawal is signed
/// when the one before stands on the chain, so that none can be overtaken and become void.
Task<void> Mover::make_room(Action action) {
    const auto age = service_.clock().now() - book_.find(action.action_id)->since;
    if (age > policy_.room_wait_max) {
        GivenUp given{"the strategy did not make room in time"};
        co_await write(action, std::move(given));
        rooms_.forget(action.action_id);
        co_return;
    }
    if (locked(locks_())) co_return;
    const auto room = rooms_.find(action);
    if (!room) {
        if (!is_due(action.action_id, kAskRoomAgain)) co_return;
        const auto repeated = book_.repeat(action.action_id);
        if (!repeated) observe_.not_done("ops.liquidity_action", repeated.error());
        co_return;
    }
    if (is_something_in_flight()) co_return;
    auto call = withdraw_call(action);
    if (!call) {
        GivenUp given{call.error().detail};
        co_await write(action, std::move(given));
        co_return;
    }
    co_await sign(std::move(action), std::move(*call), room);
}

Task<void> Mover::sign(Action action, near::FunctionCall call, std::optional<Room> room) {
    if (!chain_.can_sign()) co_return;
    if (!is_due(action.action_id + kSigning, kLook)) co_return;
    near::TransactionSender::Persist persist =
        [this, &action, &room](near::PreparedTransaction prepared) {
            return record(action, room, std::move(prepared));
        };
    auto report = co_await chain_.execute(std::move(call), std::move(persist));
    runtime::fault_point("liquidity.sent");
    if (!report) {
        observe_.not_done("a transaction", report.error());
        co_return;
    }
    rooms_.forget(action.action_id);
    auto name = action.action_id;
    co_await settle(std::move(name), std::move(*report));
}

/// Success means: what is sent now can be sent again after any crash, and nothing else ever is.
Task<Result<void>> Mover::record(
    Action action, std::optional<Room> room, near::PreparedTransaction prepared
) {
    Signed what{prepared.tx_hash, prepared.signed_base64, prepared.nonce, room};
    auto next = after(action, std::move(what));
    if (!next) {
        co_return fail(Error::Kind::refused, action.action_id + " is not to be signed now");
    }
    auto written = co_await book_.write(std::move(*next));
    if (!written) co_return written;
    doubts_.signed_at(action.action_id, book_.find(action.action_id)->since);
    auto said = co_await book_.say(action.action_id);
    if (!said) co_return said;
    if (!may_send(action)) {
        co_return fail(Error::Kind::refused, "withdrawals were frozen while it was recorded");
    }
    co_return Result<void>{};
}

Task<void> Mover::write(const Action& action, Happening happening) {
    auto next = after(action, happening);
    if (!next) co_return;
    const bool is_end = is_over(*next);
    const auto written = co_await book_.write(std::move(*next));
    if (!written) {
        observe_.not_done("bucket LIQUIDITY", written.error());
        co_return;
    }
    if (!is_end) co_return;
    last_look_.erase(action.action_id);
    last_look_.erase(action.action_id + kSigning);
    doubts_.ended(action.action_id);
    calls_.erase(action.action_id);
}

bool Mover::is_due(const std::string& action_id, Milliseconds every) {
    const auto now = service_.clock().tick();
    const auto [last, is_first] = last_look_.emplace(action_id, now);
    if (!is_first && now - last->second < every) return false;
    last->second = now;
    return true;
}

bool Mover::is_something_in_flight() const {
    const auto& pages = book_.pages();
    return std::any_of(pages.begin(), pages.end(), [](const auto& named) {
        return is_in_flight(named.second.action) && named.second.action.signed_tx_base64;
    });
}

/// Executions burn nonces and move nothing: freezing does not stop them.
bool Mover::may_send(const Action& action) const {
    return action.kind == LiquidityKind::execution || !locked(locks_());
}

}  // namespace unrip::liquidity_manager

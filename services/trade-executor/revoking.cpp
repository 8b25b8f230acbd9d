#include "revoking.hpp"

#include "bus/typed.hpp"
#include "net/sleep.hpp"
#include "runtime/fault_point.hpp"
#include "runtime/log.hpp"
#include "runtime/service.hpp"
#include "signing.hpp"

#include <algorithm>

namespace unrip::trade_executor {
namespace {

/// So many fit into the gas of one transaction with room to spare.
constexpr std::size_t kIntentsPerTransaction = 20;
/// One request makes at most so many transactions; the next one goes on.
constexpr std::size_t kTransactionsAtOnce = 10;
constexpr std::chrono::minutes kLifetime{10};
constexpr Milliseconds kReplyLimit{10'000};
constexpr Milliseconds kLookEvery{200};
constexpr Milliseconds kAgainAfter{5'000};
/// Under one name: a refusal can mean that it is recorded and only not signed yet. After that it
/// may be over without having been sent, and is another action.
constexpr int kTimesUnderOneName = 6;

}  // namespace

Task<std::vector<Revoking::Sent>> Revoking::revoke(bool all, std::string reason) {
    auto slots = around_.memory.slots.burnable(!all, around_.service.clock().now());
    return burn(std::move(slots), std::move(reason));
}

Task<void> Revoking::run() {
    while (true) {
        co_await net::sleep_for(kLookEvery);
        if (!around_.is_in_charge()) continue;
        co_await look_after_the_ended();
        auto slots = around_.memory.slots.to_burn(around_.service.clock().now());
        if (slots.empty()) {
            refused_.clear();
            continue;
        }
        std::string reason = "more is promised than held";
        const auto sent = co_await burn(std::move(slots), std::move(reason));
        bool is_all_taken = true;
        for (const auto& action : sent) {
            around_.service.log().warn(
                "revoking",
                {{"action_id", action.action_id},
                 {"slots", action.slots},
                 {"verdict", messages::to_text(action.verdict)},
                 {"detail", action.detail}}
            );
            is_all_taken = is_all_taken && action.verdict == messages::ExecutionVerdict::taken;
        }
        if (!is_all_taken) co_await net::sleep_for(kAgainAfter);
    }
}

/// A transaction burns its nonces together or not at all: when one was used meanwhile, the others
/// are still to be burnt.
Task<void> Revoking::look_after_the_ended() {
    for (auto& slot : burns_.take_ended(around_.service.clock().tick()))
        ended_.push_back(std::move(slot));
    auto ended = std::exchange(ended_, {});
    for (auto& id : ended) {
        const auto now = around_.service.clock().now();
        const auto slot = around_.memory.slots.find(id, now);
        if (!slot || slot->nonce_deadline <= now) continue;
        const auto nonce = slot->nonce;
        const auto used_at = co_await around_.chain.use_of(nonce);
        if (!used_at) {
            ended_.push_back(std::move(id));
        } else if (*used_at) {
            burns_.is_done(id);
            around_.memory.slots.mark_used(id);
            around_.on_used(nonce, **used_at);
        } else if (burns_.may_try_again(id)) {
            around_.memory.slots.want_burnt(id);
        } else {
            around_.service.log().error("not_burnt", {{"slot", id.text()}});
        }
    }
}

Task<std::vector<Revoking::Sent>> Revoking::burn(std::vector<SlotId> slots, std::string reason) {
    slots.resize(std::min(slots.size(), kIntentsPerTransaction * kTransactionsAtOnce));
    for (const auto& slot : slots)
        around_.memory.slots.close(slot);
    std::vector<Sent> sent;
    for (std::size_t first = 0; first < slots.size(); first += kIntentsPerTransaction) {
        const auto end = std::min(first + kIntentsPerTransaction, slots.size());
        const auto begin = slots.begin() + static_cast<std::ptrdiff_t>(first);
        std::vector<SlotId> some{begin, slots.begin() + static_cast<std::ptrdiff_t>(end)};
        auto outcome = co_await send(std::move(some), reason);
        sent.push_back(std::move(outcome));
    }
    last_ = sent;
    co_return sent;
}

std::string Revoking::name_for(const std::vector<SlotId>& slots) {
    auto& name = refused_[slots];
    if (name.text.empty() || name.times == kTimesUnderOneName) {
        name.text = "rvk-" + around_.service.instance() + "-" +
                    std::to_string(to_unix_ms(around_.service.clock().now())) + "-" +
                    std::to_string(++sent_);
        name.times = 0;
    }
    ++name.times;
    return name.text;
}

Task<Revoking::Sent> Revoking::send(std::vector<SlotId> slots, std::string reason) {
    const auto now = around_.service.clock().now();
    Sent sent;
    sent.slots = slots.size();
    sent.action_id = name_for(slots);
    messages::Envelope<messages::ExecuteIntents> request;
    request.id = MessageId{sent.action_id};
    request.source = "trade-executor/" + around_.service.instance();
    request.sent_at_ms = to_unix_ms(now);
    request.body.action_id = sent.action_id;
    request.body.reason = std::move(reason);
    for (const auto& id : slots) {
        const auto slot = around_.memory.slots.find(id, now);
        if (!slot) continue;
        const auto deadline = std::min<Instant>(now + kLifetime, slot->nonce_deadline);
        auto intent = sign_revocation(
            around_.memory.rules.account_id,
            around_.memory.rules.contract,
            slot->nonce,
            deadline,
            around_.key
        );
        if (intent) request.body.intents.push_back(std::move(*intent));
    }
    std::string subject{messages::ExecuteIntents::kSubject};
    auto reply = co_await bus::request<messages::ExecuteIntentsReply>(
        around_.bus, std::move(subject), std::move(request), kReplyLimit
    );
    runtime::fault_point("executor.burn_asked");
    if (reply) {
        sent.verdict = reply->body.verdict;
        sent.tx_hash = reply->body.tx_hash.value_or("");
        sent.detail = reply->body.detail.value_or("");
        // What was refused stays wished for.
        if (sent.verdict == messages::ExecutionVerdict::taken) {
            refused_.erase(slots);
            for (const auto& id : slots)
                around_.memory.slots.burning(id);
            burns_.taken(sent.action_id, slots, around_.service.clock().tick());
        }
    } else {
        sent.detail = "liquidity-manager: " + reply.error().detail;
    }
    co_return sent;
}

}  // namespace unrip::trade_executor

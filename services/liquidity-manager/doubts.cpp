#include "doubts.hpp"

namespace unrip::liquidity_manager {
namespace {

constexpr std::chrono::minutes kLookedAtFor{2};
/// Nodes remember transactions for longer than this; of older bytes their silence proves nothing.
constexpr std::chrono::hours kRemembered{12};

/// The chain will never take bytes of which it says this.
bool is_dead_end(const near::SendReport& report) {
    return report.error && (report.error->kind == near::RpcError::Kind::invalid_nonce ||
                            report.error->kind == near::RpcError::Kind::expired);
}

}  // namespace

std::optional<Happening> Doubts::look(
    const std::string& action_id, const near::SendReport& report, Tick now, Nanoseconds bytes_age
) {
    if (!is_dead_end(report)) {
        forget(action_id);
        return std::nullopt;
    }
    const auto since = since_.emplace(action_id, now).first->second;
    if (now - since < kLookedAtFor) return std::nullopt;
    forget(action_id);
    const auto words = near::to_failure(*report.error).error.detail;
    if (bytes_age < kRemembered) {
        return NeverTaken{"the chain refuses the transaction and does not know it: " + words};
    }
    return Lost{"the chain refuses the transaction, and no node remembers so far back: " + words};
}

}  // namespace unrip::liquidity_manager

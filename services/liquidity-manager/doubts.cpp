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

void Doubts::signed_at(const std::string& action_id, Instant instant) {
    signed_at_.insert_or_assign(action_id, instant);
}

void Doubts::ended(const std::string& action_id) {
    refused_since_.erase(action_id);
    signed_at_.erase(action_id);
}

bool Doubts::may_be_forgotten(const std::string& action_id, Instant wall) const {
    const auto known = signed_at_.find(action_id);
    return known == signed_at_.end() || wall - known->second >= kRemembered;
}

std::optional<Happening> Doubts::look(
    const std::string& action_id, const near::SendReport& report, Tick now, Instant wall
) {
    if (!is_dead_end(report)) {
        refused_since_.erase(action_id);
        return std::nullopt;
    }
    const auto since = refused_since_.emplace(action_id, now).first->second;
    if (now - since < kLookedAtFor) return std::nullopt;
    refused_since_.erase(action_id);
    const auto words = near::to_failure(*report.error).error.detail;
    if (!may_be_forgotten(action_id, wall)) {
        return NeverTaken{"the chain refuses the transaction and does not know it: " + words};
    }
    return Lost{
        "the chain refuses the transaction, and nodes may have forgotten it: look its hash up in a "
        "block explorer before anything is sent again: " +
        words};
}

}  // namespace unrip::liquidity_manager

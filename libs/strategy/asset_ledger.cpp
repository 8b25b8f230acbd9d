#include "strategy/asset_ledger.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace unrip::strategy {

std::size_t AssetLedger::line_of(const AssetId& asset) {
    const auto [found, is_new] = index_.try_emplace(asset, lines_.size());
    if (is_new) {
        lines_.emplace_back();
        lines_.back().asset = asset;
    }
    return found->second;
}

std::optional<std::size_t> AssetLedger::find(const AssetId& asset) const {
    const auto found = index_.find(asset);
    if (found == index_.end()) return std::nullopt;
    return found->second;
}

void AssetLedger::count(std::size_t line, Amount amount, std::uint64_t height) {
    lines_[line].counted = amount;
    lines_[line].height = height;
    drop_ended(line);
}

void AssetLedger::commit(std::size_t line, Amount amount) {
    const auto sum = add(lines_[line].committed, amount);
    check(sum.has_value(), "commitments beyond 128 bits");
    lines_[line].committed = *sum;
}

void AssetLedger::release(std::size_t line, Amount amount) {
    check(lines_[line].committed >= amount, "released more than was committed");
    lines_[line].committed = Amount{lines_[line].committed.atoms() - amount.atoms()};
}

void AssetLedger::forget_commitments() {
    for (auto& line : lines_)
        line.committed = Amount{};
    for (auto& withdrawal : withdrawals_)
        withdrawal.has_room = false;  // Whoever made it may have been another.
}

void AssetLedger::withhold(const std::string& action, const AssetAmount& amount) {
    const bool is_known =
        std::any_of(withdrawals_.begin(), withdrawals_.end(), [&](const Withdrawal& known) {
            return known.action == action;
        });
    if (is_known) return;
    auto& withdrawal = withdrawals_.emplace_back();
    withdrawal.action = action;
    withdrawal.line = line_of(amount.asset);
    withdrawal.amount = amount.amount;
}

void AssetLedger::end_withdrawal(const std::string& action, std::optional<std::uint64_t> height) {
    for (auto& withdrawal : withdrawals_) {
        if (withdrawal.action != action) continue;
        withdrawal.ended_at = height.value_or(0);
        drop_ended(withdrawal.line);
        return;
    }
}

void AssetLedger::drop_ended(std::size_t line) {
    std::erase_if(withdrawals_, [&](const Withdrawal& withdrawal) {
        return withdrawal.line == line && withdrawal.ended_at &&
               *withdrawal.ended_at <= lines_[line].height;
    });
}

Amount AssetLedger::withheld(std::size_t line) const {
    Amount sum;
    for (const auto& withdrawal : withdrawals_) {
        if (withdrawal.line == line) sum = saturating_add(sum, withdrawal.amount);
    }
    return sum;
}

Amount AssetLedger::free(std::size_t line) const {
    const Line& entry = lines_[line];
    if (!entry.counted) return Amount{};
    return saturating_subtract(*entry.counted, saturating_add(entry.committed, withheld(line)));
}

Amount saturating_add(Amount left, Amount right) {
    const auto sum = add(left, right);
    return sum ? *sum : Amount{kU128Max};
}

Amount saturating_subtract(Amount left, Amount right) {
    return left > right ? Amount{left.atoms() - right.atoms()} : Amount{};
}

}  // namespace unrip::strategy

#include "books.hpp"

#include "facts.hpp"

#include <algorithm>

namespace unrip::trade_executor {
namespace {

/// Fills are learnt from the chain a few seconds after the count that shows them.
constexpr std::chrono::seconds kPatience{90};

i128 signed_of(Amount amount) {
    return amount.atoms() > static_cast<u128>(kI128Max) ? kI128Max
                                                        : static_cast<i128>(amount.atoms());
}

}  // namespace

std::optional<strategy::BooksReading> Books::count(const messages::IntentInventory& inventory) {
    if (!baseline_ || inventory.block.height < baseline_->height) {
        begin(inventory);
        return std::nullopt;
    }
    const auto height = inventory.block.height;
    const auto sum_of = [&](const std::vector<Movement>& movements, const AssetId& asset) {
        i128 sum = 0;
        for (const auto& movement : movements) {
            if (movement.asset != asset || movement.height > height) continue;
            sum = add(sum, movement.delta).has_value() ? sum + movement.delta : kI128Max;
        }
        return sum;
    };

    strategy::BooksReading reading;
    reading.block_time = time_of(inventory.block);
    bool is_right = true;
    for (const auto& balance : inventory.balances) {
        const auto before = baseline_->amounts.find(balance.asset);
        if (before == baseline_->amounts.end()) continue;
        const strategy::BooksReading::Line line{
            balance.asset,
            signed_of(balance.spendable),
            before->second,
            sum_of(fills_, balance.asset),
            sum_of(flows_, balance.asset)};
        is_right = is_right && line.counted - line.baseline == line.fills + line.flows;
        reading.lines.push_back(line);
    }
    if (is_right) {
        const auto sound_since = sound_since_;
        begin(inventory);
        sound_since_ = sound_since;
    } else if (!unexplained_since_) {
        unexplained_since_ = reading.block_time;
    } else if (reading.block_time - *unexplained_since_ > kPatience) {
        // What was never explained stays unexplained; from here on the books are right again.
        begin(inventory);
    }
    return reading;
}

void Books::begin(const messages::IntentInventory& inventory) {
    baseline_.emplace();
    baseline_->height = inventory.block.height;
    for (const auto& balance : inventory.balances)
        baseline_->amounts[balance.asset] = signed_of(balance.spendable);
    sound_since_ = time_of(inventory.block);
    unexplained_since_.reset();
    forget_until(inventory.block.height);
}

void Books::forget_until(std::uint64_t height) {
    const auto is_counted = [height](const Movement& movement) {
        return movement.height <= height;
    };
    std::erase_if(fills_, is_counted);
    std::erase_if(flows_, is_counted);
}

void Books::fill(const AssetId& asset, i128 delta, std::uint64_t height) {
    if (baseline_ && height <= baseline_->height) return;
    fills_.push_back({asset, delta, height});
}

void Books::flow(const messages::LiquidityAction& action) {
    if (!action.asset || !action.balance_delta || !action.block_height) return;
    if (baseline_ && *action.block_height <= baseline_->height) return;
    flows_.push_back({*action.asset, *action.balance_delta, *action.block_height});
}

}  // namespace unrip::trade_executor
